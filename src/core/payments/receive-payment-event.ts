import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import type { PaymentEvent } from "../ports/payment-store.js";

export type ReceivePaymentEvent = (event: PaymentEvent) => Promise<"new" | "known">;

/**
 * Keeps an event, so that the rail may be told that we have it. Repeats are normal.
 *
 * @throws when it could not be kept: then the rail is to send it again.
 */
export function createReceivePaymentEvent(deps: {
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  faults: FaultPoints;
  log: Log;
}): ReceivePaymentEvent {
  return async function receivePaymentEvent(event) {
    const { rail, eventId } = event;
    const isNew = await deps.database.stores.payments.events.save(event, deps.clock.now());
    if (!isNew) return "known";
    deps.faults.reach("payment_event_saved");
    try {
      await deps.jobs.enqueue({ kind: "payment-event", rail, eventId });
    } catch (error) {
      // The row is the outbox: the sweep hands it over later.
      deps.log.error("enqueue_failed", error, { eventId });
    }
    return "new";
  };
}
