import { z } from "zod";
import type { Lane } from "../core/catalog/model.js";
import type { RunGeneration } from "../core/generation/run-generation.js";
import type { GenerationId } from "../core/ids.js";
import {
  DelayJob,
  type JobDefinition,
  type JobRegistration,
  registerJob,
} from "./job-definition.js";

interface GeneratePayload {
  readonly generationId: GenerationId;
}

/** BullMQ's highest priority number. Tags beyond it share the last place, first come first served. */
const LOWEST_PRIORITY = 2_097_151;

/** One kind per lane: a lane is a queue of its own. */
export function generateJob(lane: Lane): JobDefinition<GeneratePayload> {
  return {
    name: "generate",
    queue: `lane-${lane}`,
    payload: z.object({ generationId: z.uuid().transform((id) => id as GenerationId) }),
    attempts: 8, // Safe to repeat: the rows say whether a paid run has begun.
    backoff: { kind: "exponential", delayMs: 500 },
  };
}

/** Lower tags first. Tags start again at 0 whenever a lane is empty, so the end of the scale is far away. */
export function toPriority(queueTag: number): number {
  return Math.min(LOWEST_PRIORITY, queueTag + 1);
}

export function registerGenerate(
  lane: Lane,
  runGeneration: RunGeneration,
  options: { concurrency: number },
): JobRegistration {
  const run = async ({ generationId }: GeneratePayload, { signal }: { signal: AbortSignal }) => {
    const outcome = await runGeneration(generationId, signal);
    if (outcome.kind === "again") throw new DelayJob(outcome);
  };
  return registerJob(generateJob(lane), run, options);
}
