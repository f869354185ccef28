import { AppError } from "../core/errors.js";
import type { Clock } from "../core/ports/clock.js";
import type { FailedJob, FailedJobStore } from "../core/ports/failed-job-store.js";
import type { IdSource } from "../core/ports/id-source.js";
import { findJobDefinition } from "./job-definitions.js";
import type { JobQueue } from "./job-queue.js";
import { readSubject } from "./job-subject.js";
import type { JobFailure } from "./job-workers.js";

interface FailedJobDeps {
  readonly failedJobs: FailedJobStore;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Writes a job given up down, for somebody to look at and replay. What it failed of is kept as a code. */
export function createRecordFailure(deps: FailedJobDeps) {
  return async function recordFailure(failure: JobFailure): Promise<void> {
    const { queue, name } = failure;
    await deps.failedJobs.insert({
      id: deps.ids.uuid(),
      queue,
      name,
      payload: isAccepted(failure) ? failure.payload : readSubject(failure.payload),
      errorCode: toErrorCode(failure),
      failedAt: deps.clock.now(),
    });
  };
}

export interface ReplayOutcome {
  readonly job: FailedJob;
  /** `refused`: its payload or its kind is not one of ours any more. */
  readonly kind: "replayed" | "refused";
}

export interface FailedJobs {
  list(): Promise<readonly { readonly job: FailedJob; readonly isReplayable: boolean }[]>;
  /**
   * Hands jobs to the workers again, with the same payload. Harmless for work that has been done meanwhile: every job
   * asks the tables what is left to do. An unknown id gives an empty list.
   *
   * @throws Error when the queue is away; what was handed over before that is marked.
   */
  replay(which: { readonly id: string } | "all"): Promise<readonly ReplayOutcome[]>;
}

/** More than anybody reads; what is beyond it is shown when these are done with. */
const LIST_LIMIT = 500;

export function createFailedJobs(
  deps: Omit<FailedJobDeps, "ids"> & { queue: Pick<JobQueue, "enqueue"> },
): FailedJobs {
  const { failedJobs } = deps;

  async function replayOne(job: FailedJob): Promise<ReplayOutcome> {
    const definition = findJobDefinition(job);
    if (!definition || !isAccepted(job)) return { job, kind: "refused" };
    // The key is its own: asked for twice, it still waits once.
    await deps.queue.enqueue(definition, job.payload, { key: `replay-${job.id}` });
    await failedJobs.markReplayed(job.id, deps.clock.now());
    return { job, kind: "replayed" };
  }

  async function choose(which: { readonly id: string } | "all"): Promise<readonly FailedJob[]> {
    if (which === "all") return failedJobs.listOpen({ limit: LIST_LIMIT });
    const job = await failedJobs.readOpen(which.id);
    return job ? [job] : [];
  }

  return {
    async list() {
      const jobs = await failedJobs.listOpen({ limit: LIST_LIMIT });
      return jobs.map((job) => ({ job, isReplayable: isAccepted(job) }));
    },
    async replay(which) {
      const outcomes: ReplayOutcome[] = [];
      for (const job of await choose(which)) outcomes.push(await replayOne(job));
      return outcomes;
    },
  };
}

/** Payloads that their kind accepts hold ids alone. */
function isAccepted(job: Pick<JobFailure, "queue" | "name" | "payload">): boolean {
  return findJobDefinition(job)?.payload.safeParse(job.payload).success === true;
}

function toErrorCode(failure: JobFailure): string {
  const { error } = failure;
  if (!isAccepted(failure)) return findJobDefinition(failure) ? "payload_refused" : "unknown_job";
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : "unknown";
}
