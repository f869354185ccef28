import type { Charge, Dispute, Refund } from "../control-types.js";
import { createId } from "./ids.js";

/** How long banks give a shop to answer a dispute. */
const EVIDENCE_SECONDS = 9 * 86_400;

export function createRefund(
  charge: Charge,
  input: {
    created: number;
    amountMinor: number;
    reason: Refund["reason"];
    metadata?: Readonly<Record<string, string>>;
  },
): Refund {
  return {
    id: createId("re"),
    object: "refund",
    amount: input.amountMinor,
    balance_transaction: createId("txn"),
    charge: charge.id,
    created: input.created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    metadata: { ...input.metadata },
    payment_intent: charge.payment_intent,
    payment_method: null,
    reason: input.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}

export function createDispute(
  charge: Charge,
  input: { created: number; amountMinor: number },
): Dispute {
  return {
    id: createId("du"),
    object: "dispute",
    amount: input.amountMinor,
    balance_transactions: [],
    charge: charge.id,
    created: input.created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    // Dozens of empty fields for papers that nobody hands in here.
    evidence: {} as Dispute["evidence"],
    evidence_details: {
      due_by: input.created + EVIDENCE_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: "manual",
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: "fraudulent",
    status: "needs_response",
  };
}
