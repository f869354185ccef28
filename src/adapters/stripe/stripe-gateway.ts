import type Stripe from "stripe";
import { z } from "zod";
import type { Language } from "../../core/chat/reply-target.js";
import { AppError } from "../../core/errors.js";
import type {
  CheckoutOffer,
  PaymentGateway,
  RailCheckout,
  RailReversal,
} from "../../core/ports/payment-gateway.js";
import { isMissing, translateErrors } from "./stripe-errors.js";

/** More refunds than anybody makes of one payment; Stripe's own most per page. */
const PAGE_SIZE = 100;

/** What the payment page and the receipt call a pack. */
const PRODUCT: Readonly<Record<Language, (credits: number) => string>> = {
  en: (credits) => `${credits} credits for Atelier`,
  de: (credits) => `${credits} Credits für Atelier`,
};

/** Stripe Checkout: hosted pages, one payment each. */
export function createStripeGateway(deps: {
  stripe: Stripe;
  /** Where the buyer's browser goes afterwards, without a slash at the end. */
  publicUrl: string;
}): PaymentGateway {
  const { stripe } = deps;
  return {
    rail: "stripe",

    async openCheckout(offer) {
      const session = await translateErrors("open a checkout", () =>
        stripe.checkout.sessions.create(toParams(offer, deps.publicUrl), {
          idempotencyKey: `checkout-${offer.checkoutId}`,
        }),
      );
      if (session.url !== null) return { key: session.id, url: session.url };
      const message = `Stripe opened ${session.id} without a page`;
      throw new AppError({ code: "payment_rejected", message, retryable: false });
    },

    readCheckout: (key) =>
      translateErrors("tell of a checkout", async () => {
        try {
          return toCheckout(await stripe.checkout.sessions.retrieve(key));
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      }),

    findCheckoutOf: (paymentRef) =>
      translateErrors("find a payment's checkout", async () => {
        const { data } = await stripe.checkout.sessions.list({ payment_intent: paymentRef });
        return data[0] ? toCheckout(data[0]) : null;
      }),

    listReversals: (paymentRef) =>
      translateErrors("list what went back", async () => {
        const query = { payment_intent: paymentRef, limit: PAGE_SIZE };
        const [refunds, disputes] = await Promise.all([
          stripe.refunds.list(query).autoPagingToArray({ limit: 1_000 }),
          stripe.disputes.list(query).autoPagingToArray({ limit: 1_000 }),
        ]);
        const all = [...refunds.map(toRefund), ...disputes.map(toDispute)];
        return all.sort((a, b) => +a.createdAt - +b.createdAt || (a.key < b.key ? -1 : 1));
      }),
  };
}

function toParams(offer: CheckoutOffer, publicUrl: string): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    checkout_id: offer.checkoutId,
    account_id: offer.accountId,
    pack_id: offer.packId,
    price_version: offer.priceVersion,
  };
  return {
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: offer.currency,
          unit_amount: offer.priceMinor,
          product_data: { name: PRODUCT[offer.language](offer.credits) },
        },
      },
    ],
    client_reference_id: offer.checkoutId,
    metadata,
    // A session's metadata is not copied to its payment, and staff look there.
    payment_intent_data: { metadata },
    // Another currency than ours would make refunds come in amounts we never asked for.
    adaptive_pricing: { enabled: false },
    expires_at: Math.floor(offer.expiresAt.getTime() / 1_000),
    success_url: `${publicUrl}/pay/done`,
    cancel_url: `${publicUrl}/pay/cancelled`,
    locale: offer.language,
  };
}

const CheckoutIdSchema = z.uuid();

function toCheckout(session: Stripe.Checkout.Session): RailCheckout {
  const checkoutId = CheckoutIdSchema.safeParse(session.metadata?.checkout_id);
  return {
    key: session.id,
    checkoutId: checkoutId.success ? checkoutId.data : null,
    isPaid: session.payment_status === "paid",
    totalMinor: session.amount_total,
    currency: session.currency,
    paymentRef: toId(session.payment_intent),
    url: session.status === "open" ? session.url : null,
  };
}

function toRefund(refund: Stripe.Refund): RailReversal {
  return {
    key: refund.id,
    kind: "refund",
    isSettled: refund.status === "succeeded",
    amountMinor: refund.amount,
    currency: refund.currency,
    createdAt: new Date(refund.created * 1_000),
  };
}

function toDispute(dispute: Stripe.Dispute): RailReversal {
  return {
    key: dispute.id,
    kind: "dispute",
    isSettled: dispute.status === "lost",
    amountMinor: dispute.amount,
    currency: dispute.currency,
    createdAt: new Date(dispute.created * 1_000),
  };
}

/** A reference is an id, or the whole object where somebody asked to expand it. */
function toId(reference: string | { id: string } | null): string | null {
  return reference === null || typeof reference === "string" ? reference : reference.id;
}
