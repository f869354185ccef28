import { z } from "zod";
import type { FailedJobs } from "../jobs/failed-jobs.js";
import type { CommandReport } from "./admin-commands.js";

export const JobsArgsSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("list") }),
  z.object({ action: z.literal("replay"), id: z.uuid({ error: "should be an id of the list" }) }),
  z.object({ action: z.literal("replay-all") }),
]);
export type JobsArgs = z.infer<typeof JobsArgsSchema>;

export const JOBS_USAGE =
  "Usage: npm run jobs -- list, or: npm run jobs -- replay <id>, or replay --all";

/** Null: not one of the ways to ask; `JOBS_USAGE` names them. */
export function parseJobsArgs(args: readonly string[]): JobsArgs | null {
  const [action = "list", which, ...rest] = args;
  if (rest.length > 0) return null;
  if (action === "list" && which === undefined) return { action: "list" };
  if (action !== "replay") return null;
  if (which === "--all") return { action: "replay-all" };
  const parsed = JobsArgsSchema.safeParse({ action, id: which });
  return parsed.success ? parsed.data : null;
}

/** `jobs`: what was given up, and handing it to the workers again. */
export function createJobsCommand(failedJobs: FailedJobs) {
  return async function runJobsCommand(args: unknown): Promise<CommandReport> {
    const asked = JobsArgsSchema.parse(args);
    switch (asked.action) {
      case "list":
        return listJobs(failedJobs);
      case "replay":
        return replayJobs(failedJobs, { id: asked.id });
      case "replay-all":
        return replayJobs(failedJobs, "all");
    }
  };
}

async function listJobs(failedJobs: FailedJobs): Promise<CommandReport> {
  const jobs = await failedJobs.list();
  if (jobs.length === 0) return { isFine: true, text: "No job has been given up." };
  const lines = jobs.map(({ job, isReplayable }) => {
    const subject = JSON.stringify(job.payload);
    const note = isReplayable ? "" : " (cannot be replayed)";
    return `${job.id}  ${job.failedAt.toISOString()}  ${job.queue}/${job.name}  ${job.errorCode}  ${subject}${note}`;
  });
  return { isFine: true, text: lines.join("\n") };
}

async function replayJobs(
  failedJobs: FailedJobs,
  which: Parameters<FailedJobs["replay"]>[0],
): Promise<CommandReport> {
  const outcomes = await failedJobs.replay(which);
  if (outcomes.length === 0) {
    const text = which === "all" ? "No job has been given up." : "There is no such job to replay.";
    return { isFine: which === "all", text };
  }
  const refused = outcomes.filter(({ kind }) => kind === "refused");
  const replayed = outcomes.length - refused.length;
  const lines = [
    `Replayed ${replayed} of ${outcomes.length}.`,
    ...refused.map(({ job }) => `${job.id} cannot be replayed: ${job.errorCode}`),
  ];
  return { isFine: refused.length === 0, text: lines.join("\n") };
}
