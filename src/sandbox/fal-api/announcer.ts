import { randomUUID } from "node:crypto";
import type { SeenWebhook, WebhookFault } from "./control.js";
import { failureOf, resultOf } from "./results.js";
import type { Run } from "./runs.js";
import { createWebhookSender, type SigningKey } from "./webhook-sender.js";

/** Longer than a timer can wait for. */
const NEVER_MS = 2 ** 31 - 1;

export interface Announcer {
  /** Tells of the run when it is over, unless it is called off before. */
  announceAtEnd(run: Run): void;
  seen(): readonly SeenWebhook[];
  /** Nothing is sent any more. */
  stop(): void;
}

export function createAnnouncer(options: {
  nowMs: () => number;
  origin: () => string;
  key: () => SigningKey;
  nextFault: () => WebhookFault | undefined;
}): Announcer {
  const timers = new Set<NodeJS.Timeout>();
  const sender = createWebhookSender(options);
  let isStopped = false;

  async function announce(run: Run): Promise<void> {
    await run.ready;
    const { webhook } = run;
    if (webhook === null || run.state.cancelledAtMs !== null || isStopped) return;
    const error = failureOf(run, options.origin());
    const body = JSON.stringify({
      request_id: run.id,
      gateway_request_id: randomUUID(),
      status: error === null ? "OK" : "ERROR",
      ...(error !== null && { error }),
      payload: resultOf(run, options.origin()).body,
    });
    await sender.send({ url: webhook, requestId: run.id, body }, options.nextFault());
  }

  return {
    seen: () => [...sender.seen],

    announceAtEnd(run) {
      const waitMs = run.endsAtMs - options.nowMs();
      if (waitMs > NEVER_MS) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        void announce(run);
      }, waitMs);
      timers.add(timer);
    },

    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      sender.stop();
    },
  };
}
