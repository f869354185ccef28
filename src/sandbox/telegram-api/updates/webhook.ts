import { setTimeout as sleep } from "node:timers/promises";
import type { QueuedUpdate, UpdateQueue } from "./update-queue.js";

export interface WebhookTarget {
  url: string;
  secretToken: string | undefined;
  maxConnections: number;
}

export interface Webhook {
  set(target: WebhookTarget): void;
  remove(): void;
  target(): WebhookTarget | undefined;
  lastError(): { date: number; message: string } | undefined;
}

const maxRetryMs = 60_000;
const answerTimeoutMs = 60_000;

/**
 * Posts each pending update until a 2xx confirms it, several at a time, waiting longer after each failure.
 * The real servers give up after about a day; this one keeps on for as long as it runs.
 */
export function createWebhook(deps: { updates: UpdateQueue; retryMs: number }): Webhook {
  let target: WebhookTarget | undefined;
  let lastError: { date: number; message: string } | undefined;
  let stop = new AbortController();
  const inFlight = new Set<QueuedUpdate>();

  function pump(): void {
    if (target === undefined) return;
    for (const update of deps.updates.pending()) {
      if (inFlight.size >= target.maxConnections) return;
      if (inFlight.has(update)) continue;
      inFlight.add(update);
      void deliver(update, target, stop.signal);
    }
  }

  async function deliver(
    update: QueuedUpdate,
    to: WebhookTarget,
    signal: AbortSignal,
  ): Promise<void> {
    for (let waitMs = deps.retryMs; !signal.aborted; waitMs = Math.min(waitMs * 2, maxRetryMs)) {
      const failure = await post(update, to, signal);
      if (signal.aborted) return;
      // A reset may have forgotten the update meanwhile.
      if (failure === undefined || !deps.updates.pending().includes(update)) break;
      lastError = { date: Math.floor(Date.now() / 1_000), message: failure };
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => {});
    }
    if (signal.aborted) return;
    deps.updates.drop(update);
    inFlight.delete(update);
    pump();
  }

  function halt(): void {
    stop.abort();
    stop = new AbortController();
    inFlight.clear();
    target = undefined;
  }

  deps.updates.onPush(pump);
  return {
    set(next) {
      halt();
      target = next;
      lastError = undefined;
      pump();
    },
    remove: halt,
    target: () => target,
    lastError: () => lastError,
  };
}

/** Gives what went wrong, in the words of `getWebhookInfo`; undefined when it was taken. */
async function post(
  update: QueuedUpdate,
  to: WebhookTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (to.secretToken !== undefined) headers["x-telegram-bot-api-secret-token"] = to.secretToken;
  try {
    const response = await fetch(to.url, {
      method: "POST",
      headers,
      body: JSON.stringify(update),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    });
    await response.arrayBuffer();
    if (response.ok) return undefined;
    return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
  } catch {
    return "Connection refused";
  }
}
