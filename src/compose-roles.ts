import type { Bots } from "./compose-bots.js";
import type { ResumeWork } from "./core/generation/sweep.js";
import type { Heartbeat } from "./core/running/heartbeat.js";
import type { JobQueue } from "./jobs/job-queue.js";
import type { JobWorkers } from "./jobs/job-workers.js";
import type { ScheduledJob } from "./jobs/schedule-jobs.js";
import type { Role } from "./settings/config.js";
import type { Draining } from "./web/draining.js";

/** The parts of the house that do something by themselves. */
interface Parts {
  readonly heartbeat: Heartbeat;
  readonly bots: Bots;
  readonly workers: JobWorkers;
  readonly queue: JobQueue;
  readonly schedules: readonly ScheduledJob[];
  readonly resumeWork: ResumeWork;
  readonly draining: Draining;
}

export interface Roles {
  start(): Promise<void>;
  /** Takes no more work, ends or hands back what runs, and lets others have at once what only one may do. */
  stop(graceMs: number): Promise<void>;
}

/** Starts what a process is asked to be. The bots know by themselves which of their duties are a bot's or the web's. */
export function createRoles(roles: readonly Role[], parts: Parts): Roles {
  const { heartbeat, bots, workers, queue } = parts;
  const isWorker = roles.includes("worker");
  let isStarted = false;

  return {
    async start() {
      isStarted = true;
      await heartbeat.start();
      if (isWorker) {
        await workers.start();
        for (const job of parts.schedules) await queue.schedule(job.definition, {}, job);
        await parts.resumeWork();
      }
      await bots.start();
    },

    async stop(graceMs) {
      // Side by side, so that the grace is not granted twice.
      await Promise.all([
        parts.draining.drain(graceMs),
        bots.stop(graceMs),
        workers.close({ graceMs }),
      ]);
      // Last, for what was not ended is another's from then on.
      if (isStarted) await heartbeat.stop();
      await queue.close();
    },
  };
}
