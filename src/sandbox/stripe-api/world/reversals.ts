import type { Charge, Dispute, Refund } from "../control-types.js";
import type { Platform } from "../platform.js";
import { chargeOf, find } from "./books.js";
import { createDispute, createRefund } from "./reversal-shape.js";

/** @throws Error when the payment took no money, or has less left than that. */
export function refund(
  platform: Platform,
  input: {
    paymentIntentId: string;
    amountMinor?: number | undefined;
    reason?: Refund["reason"];
    metadata?: Readonly<Record<string, string>>;
  },
): Refund {
  const { books, now } = platform;
  const charge = chargeOf(books, input.paymentIntentId);
  const left = charge.amount - charge.amount_refunded;
  const amountMinor = input.amountMinor ?? left;
  if (left === 0) throw new Error(`Charge ${charge.id} has already been refunded.`);
  if (amountMinor > left) {
    throw new Error(
      `Refund amount (${amountMinor}) is greater than unrefunded amount on charge (${left})`,
    );
  }
  const made = createRefund(charge, {
    created: now(),
    amountMinor,
    reason: input.reason ?? null,
    ...(input.metadata && { metadata: input.metadata }),
  });
  books.refunds.set(made.id, made);
  giveBack(charge, amountMinor);
  platform.announce("refund.created", made);
  platform.announce("charge.refunded", charge);
  return made;
}

export function failRefund(platform: Platform, refundId: string): Refund {
  const { books } = platform;
  const failed = find(books.refunds, refundId);
  if (failed.status === "failed") return failed;
  failed.status = "failed";
  failed.failure_reason = "expired_or_canceled_card";
  giveBack(find(books.charges, String(failed.charge)), -failed.amount);
  platform.announce("refund.updated", failed);
  platform.announce("refund.failed", failed);
  return failed;
}

function giveBack(charge: Charge, amountMinor: number): void {
  charge.amount_refunded += amountMinor;
  charge.refunded = charge.amount_refunded === charge.amount;
}

export function openDispute(
  platform: Platform,
  input: { paymentIntentId: string; amountMinor?: number | undefined },
): Dispute {
  const { books, now } = platform;
  const charge = chargeOf(books, input.paymentIntentId);
  const dispute = createDispute(charge, {
    created: now(),
    amountMinor: input.amountMinor ?? charge.amount,
  });
  books.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  platform.announce("charge.dispute.created", dispute);
  platform.announce("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

export function closeDispute(
  platform: Platform,
  input: { disputeId: string; outcome: "won" | "lost" },
): Dispute {
  const dispute = find(platform.books.disputes, input.disputeId);
  if (dispute.status === "won" || dispute.status === "lost") return dispute;
  dispute.status = input.outcome;
  platform.announce("charge.dispute.closed", dispute);
  if (input.outcome === "won") platform.announce("charge.dispute.funds_reinstated", dispute);
  return dispute;
}
