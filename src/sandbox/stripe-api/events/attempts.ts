import { setTimeout as sleep } from "node:timers/promises";
import type { SentEvent } from "../control-types.js";
import type { Webhook } from "./webhook.js";

export interface Attempts {
  /** Resolves after the first try; further ones go on by themselves. */
  send(event: SentEvent): Promise<void>;
  /** Tries what waited for a webhook. */
  flush(): void;
  /** Work that `isIdle` waits for. */
  track(work: Promise<void>): void;
  isIdle(): boolean;
  /** Whether what was begun under this signal is to go on. */
  signal(): AbortSignal;
  clear(): void;
}

const MAX_RETRY_MS = 60_000;

/** Tells the webhook of an event until a 2xx takes it, waiting longer after each failure. */
export function createAttempts(deps: { webhook: Webhook; retryMs: number }): Attempts {
  const { webhook } = deps;
  let parked: SentEvent[] = [];
  let stop = new AbortController();
  let outstanding = 0;

  async function send(event: SentEvent): Promise<void> {
    if (!webhook.isSet()) return void parked.push(event);
    const { signal } = stop;
    if (await isTaken(event, 1)) return;
    if (!signal.aborted) track(keepTrying(event, signal));
  }

  async function keepTrying(event: SentEvent, signal: AbortSignal): Promise<void> {
    let waitMs = deps.retryMs;
    for (let attempt = 2; ; attempt += 1) {
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      if (!webhook.isSet()) return void parked.push(event);
      if (await isTaken(event, attempt)) return;
      waitMs = Math.min(waitMs * 2, MAX_RETRY_MS);
    }
  }

  async function isTaken(event: SentEvent, attempt: number): Promise<boolean> {
    const { status } = await webhook.deliver(event, attempt);
    return status !== null && status >= 200 && status < 300;
  }

  function track(work: Promise<void>): void {
    outstanding += 1;
    void work.finally(() => {
      outstanding -= 1;
    });
  }

  return {
    send,
    track,
    flush() {
      if (!webhook.isSet()) return;
      const events = parked;
      parked = [];
      for (const event of events) track(send(event));
    },
    isIdle: () => outstanding === 0,
    signal: () => stop.signal,
    clear() {
      stop.abort();
      stop = new AbortController();
      parked = [];
    },
  };
}
