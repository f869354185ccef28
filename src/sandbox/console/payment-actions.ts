import { z } from "zod";
import type { StripeControl } from "../stripe-api/control-types.js";
import { type ActionGroup, action } from "./action-routes.js";

/** Late enough to see that nothing has come yet. */
const DELAY_MS = 5_000;

/** What Stripe and its dashboard do, as the page asks for it. */
export function createPaymentActions(stripe: StripeControl): ActionGroup {
  return {
    toSentence: (message) => message,
    actions: {
      set_traits: action(
        z.object({
          isDuplicated: z.boolean(),
          isDelayed: z.boolean(),
          isReordered: z.boolean(),
        }),
        async ({ isDelayed, ...traits }) =>
          stripe.setTraits({ ...traits, delayMs: isDelayed ? DELAY_MS : 0 }),
      ),
      refund_last: action(z.object({}), async () => {
        stripe.refund({ paymentIntentId: lastPayment(stripe) });
      }),
      dispute_last: action(z.object({}), async () => {
        const { id } = stripe.openDispute({ paymentIntentId: lastPayment(stripe) });
        stripe.closeDispute({ disputeId: id, outcome: "lost" });
      }),
    },
  };
}

/** The newest payment that still has its money. */
function lastPayment(stripe: StripeControl): string {
  const disputed = new Set(stripe.disputes().map(({ payment_intent: id }) => id));
  const refunds = stripe.refunds().filter(({ status }) => status === "succeeded");
  const last = stripe.paymentIntents().findLast(({ id, status, amount }) => {
    const back = refunds
      .filter(({ payment_intent }) => payment_intent === id)
      .reduce((sum, refund) => sum + refund.amount, 0);
    return status === "succeeded" && back < amount && !disputed.has(id);
  });
  if (!last) throw new Error("There is no payment to take back.");
  return last.id;
}
