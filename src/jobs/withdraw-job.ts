import { z } from "zod";
import type { WithdrawMessages } from "../core/gallery/withdraw-messages.js";
import type { GenerationId } from "../core/ids.js";
import { type JobDefinition, type JobRegistration, registerJob } from "./job-definition.js";

interface WithdrawPayload {
  readonly generationId: GenerationId;
}

export const withdrawJob: JobDefinition<WithdrawPayload> = {
  name: "withdraw",
  queue: "deliver",
  payload: z.object({ generationId: z.uuid().transform((id) => id as GenerationId) }),
  attempts: 8, // Safe to repeat: what is gone stays gone.
  backoff: { kind: "exponential", delayMs: 1_000 },
};

export function registerWithdraw(withdrawMessages: WithdrawMessages): JobRegistration {
  const run = ({ generationId }: WithdrawPayload) => withdrawMessages(generationId);
  return registerJob(withdrawJob, run, { concurrency: 2 });
}
