import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { JobQueue, JobRequest } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";

/** Jobs younger than this are most likely still in the queue. */
const UNMOVED_MS = 15_000;
/** News older than this is none. */
const NEWS_MS = 24 * 60 * 60_000;
/** The rail says itself when a page is over; this long after its time we no longer wait for that. */
const OVERDUE_MS = 60 * 60_000;
const BATCH = 200;

export type SweepPayments = () => Promise<void>;

/** Finds events and notices that got lost between the database and the queue, and hands them over again. */
export function createSweepPayments(deps: {
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  log: Log;
}): SweepPayments {
  /** One that cannot be handed over keeps none of the others back. */
  async function handOver(job: JobRequest): Promise<void> {
    try {
      await deps.jobs.enqueue(job);
    } catch (error) {
      deps.log.error("enqueue_failed", error, { kind: job.kind });
    }
  }

  return async function sweepPayments() {
    const now = deps.clock.now();
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const { checkouts, events, notices } = deps.database.stores.payments;
    for (const key of await events.listOpen({ before: ago(UNMOVED_MS), limit: BATCH })) {
      await handOver({ kind: "payment-event", ...key });
    }
    for (const subject of await notices.listOpen({ since: ago(NEWS_MS), now, limit: BATCH })) {
      await handOver({ kind: "payment-notice", subject });
    }
    await checkouts.expireOverdue({ before: ago(OVERDUE_MS), at: now });
  };
}
