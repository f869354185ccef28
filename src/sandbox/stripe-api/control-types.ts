import type Stripe from "stripe";

export type Session = Stripe.Checkout.Session;
export type PaymentIntent = Stripe.PaymentIntent;
export type Charge = Stripe.Charge;
export type Refund = Stripe.Refund;
export type Dispute = Stripe.Dispute;
export type LineItem = Stripe.LineItem;

/** An event as it goes over the wire. Of types Stripe has and of types it does not have yet. */
export interface SentEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
  data: { object: Readonly<Record<string, unknown>> };
}

/** One try to tell the webhook of one event. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** ISO 8601. */
  readonly at: string;
  /** Null: nobody answered. */
  readonly status: number | null;
  /** What was answered, at most 1,000 characters. */
  readonly answer: string;
  readonly durationMs: number;
}

export interface LoggedCall {
  readonly id: number;
  readonly at: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly idempotencyKey: string | null;
  /** The parameters as they were understood: nested, and every value a string. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Why it was refused. */
  readonly message?: string;
  readonly durationMs: number;
}

export interface FaultTarget {
  /** The beginning of the path, as in `/v1/checkout`. Left out: any call. */
  path?: string;
  method?: "GET" | "POST";
  /** How many calls are hit; 1 when left out. */
  times?: number;
}

/** What became of a press on the checkout page. */
export type CheckoutOutcome =
  | { kind: "paid" }
  /** Complete, while the money is still on its way. */
  | { kind: "processing" }
  | { kind: "declined" }
  /** Was paid for before: nothing happened. */
  | { kind: "already_complete" }
  | { kind: "expired" };

/** What people do on the checkout page. @throws Error when there is no such session. */
export interface PayerActions {
  pay(sessionId: string): CheckoutOutcome;
  declineCard(sessionId: string): CheckoutOutcome;
  /**
   * Pays by a method that takes its time: complete and unpaid at once, and later one of the two async events.
   *
   * @param options.settleAfterMs 1,500 when left out. Null: only `settle` ends it.
   */
  payLater(
    sessionId: string,
    options?: { settleAfterMs?: number | null; outcome?: "succeeds" | "fails" },
  ): CheckoutOutcome;
  settle(sessionId: string, outcome?: "succeeds" | "fails"): void;
}

/** What staff does in the dashboard, and banks behind it. @throws Error for what cannot be done. */
export interface DashboardActions {
  /** @param input.amountMinor All that is left when left out. */
  refund(input: { paymentIntentId: string; amountMinor?: number }): Refund;
  /** A refund that the bank sends back: its money is the merchant's again. */
  failRefund(refundId: string): Refund;
  openDispute(input: { paymentIntentId: string; amountMinor?: number }): Dispute;
  closeDispute(input: { disputeId: string; outcome: "won" | "lost" }): Dispute;
  /** Time runs out for this session. */
  expire(sessionId: string): Session;
  /** Moves Stripe's own clock; what is due by then expires. */
  advanceTime(ms: number): void;
}

export interface DeliveryTraits {
  /** Every event is delivered twice. */
  isDuplicated: boolean;
  /** Events of one moment go out newest first. */
  isReordered: boolean;
  delayMs: number;
}

export interface WebhookActions {
  /** Where events go, and what they are signed with. Null: nowhere; they wait in `events()`. */
  setWebhook(target: { url: string; secret?: string } | null): void;
  setTraits(traits: Partial<DeliveryTraits>): void;
  traits(): DeliveryTraits;
  /** Events stay here until `release`. */
  hold(): void;
  /** Sends what was held, in the order given; as they came when left out. */
  release(order?: (held: readonly SentEvent[]) => readonly SentEvent[]): void;
  /** The next first tries are lost on their way, as if the network had eaten them. */
  dropNext(times?: number): void;
  /** Sends an event again, as "Resend" in the dashboard. */
  resend(eventId: string): Promise<Delivery>;
  /** An event of any type about any object, signed as it should be. It is kept and retried like the others. */
  emit(type: string, object: Readonly<Record<string, unknown>>): SentEvent;
  /**
   * One POST and no retry, signed with whatever is given: forged, stale, cut off.
   *
   * @param input.secret The right one when left out. Null: no signature at all.
   */
  post(input: {
    body: string;
    secret?: string | null;
    /** Seconds since 1970; now when left out. */
    timestamp?: number;
    contentType?: string;
  }): Promise<{ status: number; text: string }>;
  /** Resolves when nothing waits to be delivered. @throws Error after `timeoutMs`, 10,000 when left out. */
  waitUntilDelivered(timeoutMs?: number): Promise<void>;
}

/** What the platform does to its client. */
export interface PlatformFaults {
  /** Answers with this status (500 when left out) and performs nothing. */
  failNext(input?: FaultTarget & { status?: number }): void;
  slowNext(input: FaultTarget & { delayMs: number }): void;
  /** The call is performed, but the connection drops before its answer. */
  loseNextAnswer(input?: FaultTarget): void;
}

/** Copies, oldest first. */
export interface BookReads {
  sessions(): Session[];
  session(sessionId: string): Session;
  paymentIntents(): PaymentIntent[];
  refunds(): Refund[];
  disputes(): Dispute[];
  events(): SentEvent[];
  deliveries(): Delivery[];
  /** The last 2,000. */
  calls(): LoggedCall[];
  /** Paths asked for that this server does not have. Tests assert that it is empty. */
  unknownPaths(): string[];
}

/** Something changed. */
export type StripeEvent =
  | { kind: "call"; call: LoggedCall }
  | { kind: "session"; session: Session }
  | { kind: "event"; event: SentEvent }
  | { kind: "delivery"; delivery: Delivery }
  | { kind: "reset" };

export interface StripeControl
  extends PayerActions,
    DashboardActions,
    WebhookActions,
    PlatformFaults,
    BookReads {
  /** Gives the function that stops it. */
  onChange(listener: (event: StripeEvent) => void): () => void;
  /** Sessions, payments, events, faults and the log are forgotten; the webhook stays. */
  reset(): void;
}
