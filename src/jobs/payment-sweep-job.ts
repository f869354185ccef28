import { z } from "zod";
import type { SweepPayments } from "../core/payments/sweep-payments.js";
import { type JobRegistration, registerJob } from "./job-definition.js";
import type { ScheduledJob } from "./schedule-jobs.js";

/** Finds payments that got lost on their way. */
export const paymentSweepJob: ScheduledJob = {
  definition: {
    name: "payment-sweep",
    queue: "upkeep",
    payload: z.strictObject({}),
    attempts: 1,
    backoff: { kind: "fixed", delayMs: 1_000 },
  },
  everyMs: 15_000,
};

export function registerPaymentSweep(sweepPayments: SweepPayments): JobRegistration {
  return registerJob(paymentSweepJob.definition, () => sweepPayments(), { concurrency: 1 });
}
