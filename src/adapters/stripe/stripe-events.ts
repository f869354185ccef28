import Stripe from "stripe";
import { z } from "zod";
import type { PaymentEvent, PaymentNews } from "../../core/ports/payment-store.js";

/** How old a signature may be: five minutes, as Stripe's own libraries have it. */
const TOLERANCE_SECONDS = 300;

const EventSchema = z.object({
  id: z.string().regex(/^[\w-]{1,200}$/), // It names a job.
  type: z.string().min(1).max(255),
  data: z.object({
    object: z.object({
      // Some events speak of no object that has an id, e.g. of a balance.
      id: z
        .string()
        .regex(/^[\w-]{1,255}$/)
        .nullish(),
      object: z.string().max(100),
      status: z.string().nullish(),
      payment_status: z.string().nullish(),
      payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
      amount: z.number().nullish(),
      amount_total: z.number().nullish(),
      amount_refunded: z.number().nullish(),
      currency: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});
type EventObject = z.output<typeof EventSchema>["data"]["object"];

/** Reads a webhook's body: null when it is not from Stripe, or from too long ago, or no event. */
export type ReadStripeEvent = (body: Uint8Array, signature: string) => PaymentEvent | null;

export function createReadStripeEvent(options: { webhookSecret: string }): ReadStripeEvent {
  return function readStripeEvent(body, signature) {
    const event = EventSchema.safeParse(verify(body, signature, options.webhookSecret));
    if (!event.success) return null;
    const { id: eventId, type, data } = event.data;
    const { object } = data;
    return { rail: "stripe", eventId, type, news: toNews(type, object), facts: toFacts(object) };
  };
}

function verify(body: Uint8Array, signature: string, secret: string): unknown {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
  } catch {
    return null; // Forged, stale or no JSON: whoever sent it learns no more than that.
  }
}

const CHECKOUT_NEWS = {
  "checkout.session.completed": "checkout_paid",
  "checkout.session.async_payment_succeeded": "checkout_paid",
  "checkout.session.async_payment_failed": "checkout_failed",
  "checkout.session.expired": "checkout_expired",
} as const;

function toNews(type: string, object: EventObject): PaymentNews {
  const kind = Object.entries(CHECKOUT_NEWS).find(([name]) => name === type)?.[1];
  if (kind !== undefined && object.id) return { kind, checkoutKey: object.id };
  const isReversal = type === "charge.refunded" || /^(refund|charge\.dispute)\./.test(type);
  const paymentRef = paymentOf(object);
  return isReversal && paymentRef ? { kind: "payment_reversed", paymentRef } : { kind: "other" };
}

function paymentOf({ payment_intent: reference }: EventObject): string | null {
  return typeof reference === "string" ? reference : (reference?.id ?? null);
}

/** Our own metadata only: others may hold anything. */
function toFacts(object: EventObject): Record<string, string | number> {
  const { metadata } = object;
  const facts = {
    object: object.object,
    id: object.id,
    status: object.payment_status ?? object.status,
    payment: paymentOf(object),
    amount: object.amount_total ?? object.amount,
    refunded: object.amount_refunded,
    currency: object.currency,
    checkout_id: metadata?.checkout_id,
    pack_id: metadata?.pack_id,
    price_version: metadata?.price_version,
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value == null ? [] : [[name, value]])),
  );
}
