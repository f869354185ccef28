import { z } from "zod";
import type { IntakeGeneration } from "../core/generation/intake-generation.js";
import type { GenerationId } from "../core/ids.js";
import { type JobDefinition, type JobRegistration, registerJob } from "./job-definition.js";

interface IntakePayload {
  readonly generationId: GenerationId;
}

export const intakeJob: JobDefinition<IntakePayload> = {
  name: "intake",
  queue: "intake",
  payload: z.object({ generationId: z.uuid().transform((id) => id as GenerationId) }),
  attempts: 5, // Safe to repeat.
  backoff: { kind: "exponential", delayMs: 500 },
};

export function registerIntake(intakeGeneration: IntakeGeneration): JobRegistration {
  return registerJob(intakeJob, ({ generationId }) => intakeGeneration(generationId), {
    concurrency: 4,
  });
}
