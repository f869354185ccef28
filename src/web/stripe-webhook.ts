import type { PaymentEvent } from "../core/ports/payment-store.js";
import { readBody } from "./request-body.js";
import type { RoutePart } from "./routes.js";

/** What became of one call; `refused` is none of Stripe's, or too old. */
export type StripeWebhookOutcome = "new" | "known" | "refused";

/**
 * `/webhooks/stripe`: believes only what is signed, keeps it, answers at once. When it cannot be kept the answer is
 * 500, and Stripe sends it again for up to three days.
 */
export function stripeWebhook(deps: {
  /** Null when the body is not what the signature says. */
  readEvent: (body: Uint8Array, signature: string) => PaymentEvent | null;
  receive: (event: PaymentEvent) => Promise<"new" | "known">;
  /** For counting; must not throw. */
  onWebhook?: ((outcome: StripeWebhookOutcome) => void) | undefined;
}): RoutePart {
  return (routes) => {
    routes.post("/webhooks/stripe", async (context) => {
      const signature = context.req.header("stripe-signature");
      // The signature is over the bytes as they came.
      const body = await readBody(context);
      const isJson = context.req.header("content-type")?.startsWith("application/json") === true;
      const event = signature && isJson && body ? deps.readEvent(body, signature) : null;
      if (!event) {
        deps.onWebhook?.("refused");
        return context.json({ error: "not a signed event" }, 400);
      }
      const outcome = await deps.receive(event);
      deps.onWebhook?.(outcome);
      return context.json({ received: true });
    });
  };
}
