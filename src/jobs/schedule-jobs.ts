import { z } from "zod";
import type { RefreshProgress } from "../core/generation/refresh-progress.js";
import type { Sweep } from "../core/generation/sweep.js";
import { type JobDefinition, type JobRegistration, registerJob } from "./job-definition.js";

type NoPayload = Record<string, never>;

/** Jobs that run by the clock: one run per tick, however many processes there are. */
export interface ScheduledJob {
  readonly definition: JobDefinition<NoPayload>;
  readonly everyMs: number;
}

const noPayload = z.strictObject({});
const once = { kind: "fixed", delayMs: 1_000 } as const;

/** Finds what got lost. */
export const sweepJob: ScheduledJob = {
  definition: { name: "sweep", queue: "upkeep", payload: noPayload, attempts: 1, backoff: once },
  everyMs: 15_000,
};

/** Keeps the places and times shown in chats fresh. */
export const refreshProgressJob: ScheduledJob = {
  definition: {
    name: "refresh-progress",
    queue: "upkeep",
    payload: noPayload,
    attempts: 1,
    backoff: once,
  },
  everyMs: 3_000,
};

export function registerUpkeep(work: {
  sweep: Sweep;
  refreshProgress: RefreshProgress;
}): readonly JobRegistration[] {
  return [
    registerJob(sweepJob.definition, () => work.sweep(), { concurrency: 1 }),
    registerJob(refreshProgressJob.definition, () => work.refreshProgress(), { concurrency: 1 }),
  ];
}
