import { z } from "zod";
import type { TellBuyer } from "../core/payments/tell-buyer.js";
import type { NoticeSubject } from "../core/ports/payment-store.js";
import {
  DelayJob,
  type JobDefinition,
  type JobRegistration,
  registerJob,
} from "./job-definition.js";

interface PaymentNoticePayload {
  readonly subject: NoticeSubject;
}

export const paymentNoticeJob: JobDefinition<PaymentNoticePayload> = {
  name: "payment-notice",
  queue: "payments",
  payload: z.object({
    subject: z.object({ kind: z.enum(["checkout", "reversal"]), id: z.string().min(1) }),
  }),
  attempts: 8, // Safe to repeat: who has been told is told no more.
  backoff: { kind: "exponential", delayMs: 1_000 },
};

export function registerPaymentNotice(tellBuyer: TellBuyer): JobRegistration {
  const run = async ({ subject }: PaymentNoticePayload) => {
    const outcome = await tellBuyer(subject);
    if (outcome.kind === "again") throw new DelayJob(outcome);
  };
  return registerJob(paymentNoticeJob, run, { concurrency: 2 });
}
