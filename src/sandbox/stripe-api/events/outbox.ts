import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveryTraits, SentEvent } from "../control-types.js";
import { createAttempts } from "./attempts.js";
import type { Webhook } from "./webhook.js";

export interface Outbox {
  /** Puts an event on its way. */
  add(event: SentEvent): void;
  setTraits(traits: Partial<DeliveryTraits>): void;
  traits(): DeliveryTraits;
  hold(): void;
  release(order?: (held: readonly SentEvent[]) => readonly SentEvent[]): void;
  /** Tries what waited for a webhook. */
  flush(): void;
  waitUntilEmpty(timeoutMs: number): Promise<void>;
  clear(): void;
}

const USUAL: DeliveryTraits = { isDuplicated: false, isReordered: false, delayMs: 0 };
/** What happens within this time goes out in the wrong order, when that is asked for. */
const MOMENT_MS = 1_500;
const LOOK_AGAIN_MS = 20;

/**
 * Sends every event, those of one moment side by side, as Stripe promises no order. The real one gives up after three
 * days; this one keeps on for as long as it runs.
 */
export function createOutbox(deps: { webhook: Webhook; retryMs: number }): Outbox {
  const attempts = createAttempts(deps);
  let traits = { ...USUAL };
  let held: SentEvent[] | undefined;
  let moment: SentEvent[] | undefined;

  async function depart(event: SentEvent): Promise<void> {
    const signal = attempts.signal();
    const { delayMs, isDuplicated } = traits;
    await pause(delayMs, signal);
    if (signal.aborted) return;
    await Promise.all(Array.from({ length: isDuplicated ? 2 : 1 }, () => attempts.send(event)));
  }

  async function departTogether(events: SentEvent[]): Promise<void> {
    const signal = attempts.signal();
    moment = events;
    await pause(MOMENT_MS, signal);
    moment = undefined;
    for (const event of events.reverse()) if (!signal.aborted) await depart(event);
  }

  async function sendInOrder(events: readonly SentEvent[]): Promise<void> {
    for (const event of events) await attempts.send(event);
  }

  return {
    add(event) {
      if (held) held.push(event);
      else if (!traits.isReordered) attempts.track(depart(event));
      else if (moment) moment.push(event);
      else attempts.track(departTogether([event]));
    },
    setTraits(next) {
      traits = { ...traits, ...next };
    },
    traits: () => ({ ...traits }),
    hold() {
      held ??= [];
    },
    release(order = (events) => events) {
      const events = held ?? [];
      held = undefined;
      attempts.track(sendInOrder(order(events)));
    },
    flush: () => attempts.flush(),
    async waitUntilEmpty(timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (!attempts.isIdle()) {
        if (Date.now() > deadline) throw new Error("some events are still on their way");
        await sleep(LOOK_AGAIN_MS);
      }
    },
    clear() {
      attempts.clear();
      held = undefined;
      moment = undefined;
      traits = { ...USUAL };
    },
  };
}

/** Ends early, and quietly, when everything is forgotten. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
