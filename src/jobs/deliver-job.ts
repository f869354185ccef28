import { z } from "zod";
import type { DeliverResult } from "../core/generation/deliver-result.js";
import type { DeliveryId } from "../core/ids.js";
import {
  DelayJob,
  type JobDefinition,
  type JobRegistration,
  registerJob,
} from "./job-definition.js";

interface DeliverPayload {
  readonly deliveryId: DeliveryId;
}

export const deliverJob: JobDefinition<DeliverPayload> = {
  name: "deliver",
  queue: "deliver",
  payload: z.object({ deliveryId: z.uuid().transform((id) => id as DeliveryId) }),
  attempts: 8, // Safe to repeat: a result replaces its own message.
  backoff: { kind: "exponential", delayMs: 1_000 },
};

export function registerDeliver(deliverResult: DeliverResult): JobRegistration {
  const run = async ({ deliveryId }: DeliverPayload) => {
    const outcome = await deliverResult(deliveryId);
    if (outcome.kind === "again") throw new DelayJob(outcome);
  };
  return registerJob(deliverJob, run, { concurrency: 4 });
}
