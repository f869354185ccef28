import type { Charge, CheckoutOutcome, PaymentIntent, Session } from "../control-types.js";
import type { Platform } from "../platform.js";
import { find } from "./books.js";
import { createId } from "./ids.js";
import { createCharge, createPaymentIntent } from "./payment-shape.js";

/** The session as it is now: one whose time is over has expired, whether or not somebody looked. */
export function currentSession(platform: Platform, sessionId: string): Session {
  const session = find(platform.books.sessions, sessionId);
  if (session.status === "open" && session.expires_at <= platform.now()) expire(platform, session);
  return session;
}

export function expire(platform: Platform, session: Session): void {
  session.status = "expired";
  session.url = null;
  platform.touch(session);
  platform.announce("checkout.session.expired", session);
}

export function pay(platform: Platform, sessionId: string): CheckoutOutcome {
  const session = currentSession(platform, sessionId);
  if (session.status !== "open") return closed(session);
  const intent = intentOf(platform, session);
  const charge = takeMoney(platform, intent);
  complete(platform, session, "paid");
  platform.announce("charge.succeeded", charge);
  platform.announce("payment_intent.succeeded", intent);
  platform.announce("checkout.session.completed", session);
  return { kind: "paid" };
}

/** The session stays open: people try another card. */
export function declineCard(platform: Platform, sessionId: string): CheckoutOutcome {
  const session = currentSession(platform, sessionId);
  if (session.status !== "open") return closed(session);
  const intent = intentOf(platform, session);
  platform.touch(session);
  platform.announce("payment_intent.payment_failed", intent);
  return { kind: "declined" };
}

export function payLater(platform: Platform, sessionId: string): CheckoutOutcome {
  const session = currentSession(platform, sessionId);
  if (session.status !== "open") return closed(session);
  const intent = intentOf(platform, session);
  intent.status = "processing";
  complete(platform, session, "unpaid");
  platform.announce("payment_intent.processing", intent);
  platform.announce("checkout.session.completed", session);
  return { kind: "processing" };
}

/** The money that was on its way arrives, or does not. Once; what was settled before stays. */
export function settle(platform: Platform, sessionId: string, outcome: "succeeds" | "fails"): void {
  const session = find(platform.books.sessions, sessionId);
  const intent = intentOf(platform, session);
  if (intent.status !== "processing") return;
  if (outcome === "fails") {
    intent.status = "requires_payment_method";
    platform.touch(session);
    platform.announce("payment_intent.payment_failed", intent);
    platform.announce("checkout.session.async_payment_failed", session);
    return;
  }
  const charge = takeMoney(platform, intent);
  session.payment_status = "paid";
  platform.touch(session);
  platform.announce("charge.succeeded", charge);
  platform.announce("payment_intent.succeeded", intent);
  platform.announce("checkout.session.async_payment_succeeded", session);
}

function closed(session: Session): CheckoutOutcome {
  return { kind: session.status === "complete" ? "already_complete" : "expired" };
}

function complete(platform: Platform, session: Session, status: "paid" | "unpaid"): void {
  session.status = "complete";
  session.payment_status = status;
  session.url = null;
  session.customer_details = {
    address: null,
    business_name: null,
    email: session.customer_email ?? "someone@example.com",
    individual_name: null,
    name: "Sandbox Payer",
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
  platform.touch(session);
}

function intentOf({ books, now }: Platform, session: Session): PaymentIntent {
  if (typeof session.payment_intent === "string")
    return find(books.intents, session.payment_intent);
  const metadata = books.intentMetadata.get(session.id) ?? {};
  const intent = createPaymentIntent(session, { created: now(), metadata });
  books.intents.set(intent.id, intent);
  session.payment_intent = intent.id;
  return intent;
}

function takeMoney({ books, now }: Platform, intent: PaymentIntent): Charge {
  intent.payment_method = createId("pm");
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  const charge = createCharge(intent, now());
  books.charges.set(charge.id, charge);
  intent.latest_charge = charge.id;
  return charge;
}
