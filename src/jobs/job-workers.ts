import { type IQueueBackend, type Job, type JobProgress, Worker } from "bullmq";
import type { JobRegistration } from "./job-definition.js";
import { createRepeatFilter, type JobLog } from "./job-log.js";
import { createJobProcessor } from "./job-processor.js";
import { readSubject } from "./job-subject.js";
import type { QueueBackend } from "./queue-backend.js";
import { createRunningJobs } from "./running-jobs.js";

/** A job that will not be tried again. */
export interface JobFailure {
  readonly name: string;
  readonly queue: string;
  /** As read from the queue: unchecked when it is the payload that was refused. */
  readonly payload: unknown;
  readonly error: unknown;
}

export interface JobWorkers {
  /** Starts taking jobs. @throws Error when the backend is away. */
  start(): Promise<void>;
  /**
   * Takes no more jobs and waits up to `graceMs` for those running. What then still runs has its
   * signal aborted and, a second later, is handed back: it starts anew elsewhere, with no attempt
   * used up. Resolves in any case, at most some seconds after the grace.
   */
  close(options: { graceMs: number }): Promise<void>;
}

/**
 * How long a job stays with a worker that no longer answers: its lock runs out and the next check
 * takes it back, so work resumes at most 6 + 2 s after a crash. A lock is renewed every 3 s, which
 * leaves a process that is busy for seconds (image work, a full disk) the other half.
 */
const LOCK_MS = 6_000;
const STALLED_CHECK_MS = 2_000;

const HANDLER_ABORT_MS = 1_000;
const CLOSE_LIMIT_MS = 2_000;

type BackendWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, string>;

/** The consuming side: one BullMQ worker for each queue the registrations name. */
export function createJobWorkers(
  backend: QueueBackend,
  registrations: readonly JobRegistration[],
  options: { log: JobLog; onFailed?: (failure: JobFailure) => Promise<void> },
): JobWorkers {
  const running = createRunningJobs();
  const workers = new Set<BackendWorker>();

  function createWorker(queue: string, kinds: readonly JobRegistration[]): BackendWorker {
    const worker: BackendWorker = new Worker(
      queue,
      createJobProcessor({ kinds, running, log: options.log }),
      {
        connection: backend.name,
        autorun: false,
        concurrency: kinds.reduce((sum, kind) => sum + kind.concurrency, 0),
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        // A job is not to blame for how often its process was killed.
        maxStalledCount: 1_000_000,
        // New work wakes an idle worker by itself; this is how often it looks nevertheless (s).
        drainDelay: 10,
        runRetryDelay: 1_000,
      },
      backend.connect,
    );
    reportWorker(worker, queue, options);
    return worker;
  }

  return {
    async start() {
      for (const queue of new Set(registrations.map((registration) => registration.queue))) {
        const kinds = registrations.filter((registration) => registration.queue === queue);
        workers.add(createWorker(queue, kinds));
      }
      await Promise.all([...workers].map((worker) => worker.waitUntilReady()));
      for (const worker of workers) {
        worker.run().catch((error: unknown) => {
          options.log.error({ queue: worker.name, err: error }, "job_worker_stopped");
        });
      }
    },
    async close({ graceMs }) {
      const closed = Promise.allSettled([...workers].map((worker) => worker.close()));
      if (await settlesWithin(graceMs, closed)) return;
      running.abort();
      if (await settlesWithin(HANDLER_ABORT_MS, closed)) return;
      running.handBack();
      if (await settlesWithin(CLOSE_LIMIT_MS, closed)) return;
      options.log.warn({}, "job_workers_cut_off");
      await settlesWithin(
        CLOSE_LIMIT_MS,
        Promise.allSettled([...workers].map((worker) => worker.disconnect())),
      );
    },
  };
}

function reportWorker(
  worker: BackendWorker,
  queue: string,
  options: { log: JobLog; onFailed?: (failure: JobFailure) => Promise<void> },
): void {
  const { log, onFailed } = options;
  const isNews = createRepeatFilter(60_000);
  worker.on("error", (error) => {
    if (isNews(error.message)) log.warn({ queue, err: error }, "job_worker_failed");
  });
  // The lock went to another worker while this process was too busy to renew it.
  worker.on("lockRenewalFailed", (jobIds) => {
    for (const id of jobIds) worker.cancelJob(id, "another worker has taken the job");
  });
  worker.on("failed", (job, error) => {
    if (job === undefined || !isFinal(job)) return;
    const failure = { name: job.name, queue, payload: job.data, error: error.cause ?? error };
    const fields = { queue, job: job.name, id: job.id, ...readSubject(job.data) };
    log.error({ ...fields, err: failure.error }, "job_given_up");
    onFailed?.(failure).catch((cause: unknown) => {
      log.error({ ...fields, err: cause }, "job_failure_not_recorded");
    });
  });
}

/** BullMQ reports every failed attempt; only the last one sets the time of finishing. */
function isFinal(job: Job<unknown, void>): boolean {
  return job.finishedOn !== undefined;
}

async function settlesWithin(timeoutMs: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const settled = await Promise.race([promise.then(() => true), timeout]);
  clearTimeout(timer);
  return settled;
}
