import type { Language } from "../chat/reply-target.js";
import type { Credits } from "../credits.js";

/** Who takes the money. */
export type PaymentRail = "stripe";

/** What to put on the payment page. The same `checkoutId` always comes with the same rest. */
export interface CheckoutOffer {
  readonly checkoutId: string;
  readonly accountId: string;
  readonly packId: string;
  readonly priceVersion: string;
  readonly credits: Credits;
  /** In the smallest unit of the currency. */
  readonly priceMinor: number;
  readonly currency: string;
  readonly language: Language;
  /** At least 30 minutes ahead when the page is made: Stripe takes no less. */
  readonly expiresAt: Date;
}

/** A payment page as the rail knows it now. */
export interface RailCheckout {
  /** The rail's own id of it. */
  readonly key: string;
  /** Ours, from what we had attached; null when the page is not ours. */
  readonly checkoutId: string | null;
  readonly isPaid: boolean;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  /** What refunds and disputes go by; null until there is a payment. */
  readonly paymentRef: string | null;
  /** Null when it is over. */
  readonly url: string | null;
}

/** Money that went back, or may. */
export interface RailReversal {
  readonly key: string;
  readonly kind: "refund" | "dispute";
  /** True once the money is gone: a refund that succeeded, a dispute that is lost. */
  readonly isSettled: boolean;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: Date;
}

/**
 * Asks the rail how things stand. What an event says is never believed: it may be old, or late.
 *
 * @throws AppError `payment_unavailable` (retryable): network, timeout, 429, 5xx.
 * @throws AppError `payment_rejected` (final): the rail does not take our request or our key.
 */
export interface PaymentGateway {
  readonly rail: PaymentRail;
  /** Opens the page, or answers with the one that the same `checkoutId` opened before. */
  openCheckout(offer: CheckoutOffer): Promise<{ key: string; url: string }>;
  /** Null when the rail has no such page. */
  readCheckout(key: string): Promise<RailCheckout | null>;
  /** The page a payment was made on; null when it was made elsewhere. */
  findCheckoutOf(paymentRef: string): Promise<RailCheckout | null>;
  /** All refunds and disputes of a payment, oldest first. */
  listReversals(paymentRef: string): Promise<readonly RailReversal[]>;
}
