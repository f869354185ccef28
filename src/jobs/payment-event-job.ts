import { z } from "zod";
import type { ProcessPaymentEvent } from "../core/payments/process-payment-event.js";
import type { PaymentEventKey } from "../core/ports/payment-store.js";
import { type JobDefinition, type JobRegistration, registerJob } from "./job-definition.js";

export const paymentEventJob: JobDefinition<PaymentEventKey> = {
  name: "payment-event",
  queue: "payments",
  payload: z.object({ rail: z.literal("stripe"), eventId: z.string().min(1) }),
  attempts: 8, // Safe to repeat: the books decide what is left to do. The sweep brings it back after that.
  backoff: { kind: "exponential", delayMs: 1_000 },
};

export function registerPaymentEvent(processPaymentEvent: ProcessPaymentEvent): JobRegistration {
  return registerJob(paymentEventJob, (key) => processPaymentEvent(key), { concurrency: 4 });
}
