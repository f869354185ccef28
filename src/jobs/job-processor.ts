import { DelayedError, type Job, type Processor, UnrecoverableError, WaitingError } from "bullmq";
import { AppError } from "../core/errors.js";
import { DelayJob, type JobRegistration } from "./job-definition.js";
import type { JobLog } from "./job-log.js";
import { readSubject } from "./job-subject.js";
import type { RunningJob, RunningJobs } from "./running-jobs.js";

/** Runs a job's handler and tells BullMQ the outcome in the errors it understands. */
export function createJobProcessor(options: {
  kinds: readonly JobRegistration[];
  running: RunningJobs;
  log: JobLog;
}): Processor<unknown, void> {
  const { running, log } = options;
  const kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));

  // BullMQ passes the signal only to a function that declares three parameters.
  return async function processJob(job, token, signal) {
    const prepared = kinds.get(job.name)?.prepare(job.data);
    if (prepared === undefined) throw new UnrecoverableError("no handler for this kind of job");
    if (!prepared.ok) throw new UnrecoverableError(`payload refused: ${prepared.faults}`);

    const self = running.begin(signal);
    const context = { signal: self.signal, attempt: job.attemptsMade + 1 };
    const outcome = await settle(prepared.run(context), self);
    self.end();
    switch (outcome.kind) {
      case "done":
        return;
      case "handed_back":
        await job.moveToWait(token);
        throw new WaitingError();
      case "delayed":
        await job.moveToDelayed(Date.now() + outcome.delayMs, token);
        throw new DelayedError();
      case "failed":
        log.warn({ ...describe(job), err: outcome.error }, "job_attempt_failed");
        throw toQueueError(outcome.error);
    }
  };
}

type Outcome =
  | { kind: "done" }
  | { kind: "handed_back" }
  | { kind: "delayed"; delayMs: number }
  | { kind: "failed"; error: unknown };

/** Waits for the handler, but no longer than until jobs are handed back; never rejects. */
async function settle(handling: Promise<void>, self: RunningJob): Promise<Outcome> {
  const ended = handling.then(
    (): Outcome => ({ kind: "done" }),
    (error: unknown): Outcome => {
      if (error instanceof DelayJob) return { kind: "delayed", delayMs: error.delayMs };
      // Most likely the abort itself; either way another process tries it with full attempts.
      if (self.isStopping()) return { kind: "handed_back" };
      return { kind: "failed", error };
    },
  );
  const handedBack = self.handedBack.then((): Outcome => ({ kind: "handed_back" }));
  return await Promise.race([ended, handedBack]);
}

/**
 * What BullMQ stores with a job until its retry: the code alone, because a message may quote what
 * must not lie about in the queue. The error itself stays attached for this process's log.
 */
function toQueueError(error: unknown): Error {
  const reason =
    error instanceof AppError ? error.code : error instanceof Error ? error.name : "unknown";
  const isFinal = error instanceof AppError && !error.retryable;
  const queueError = isFinal ? new UnrecoverableError(reason) : new Error(reason);
  queueError.cause = error;
  return queueError;
}

function describe(job: Job<unknown, void>) {
  const { queueName: queue, name, id, attemptsMade, data } = job;
  return { queue, job: name, id, attempt: attemptsMade + 1, ...readSubject(data) };
}
