import type { PrismaClient } from "../../adapters/prisma/database-client.js";
import type {
  Delivery,
  DeliveryTraits,
  SentEvent,
  Session,
  StripeControl,
} from "../stripe-api/control-types.js";

const SHOWN_CHECKOUTS = 20;
const SHOWN_EVENTS = 40;

/** A checkout as Stripe knows it, and whose it is by our books. */
export interface CheckoutRow {
  readonly id: string;
  readonly platform: string | null;
  readonly userId: string | null;
  readonly credits: number | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: "open" | "paid" | "processing" | "failed" | "expired" | "refunded" | "disputed";
  readonly refundedMinor: number;
  readonly at: Date;
}

/** Something Stripe told us, how often it had to, and what became of it. */
export interface PaymentEventRow {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  /** The HTTP statuses we answered with, in order; null where nobody answered. */
  readonly statuses: readonly (number | null)[];
  /** Null: not looked at yet, or not kept at all. */
  readonly outcome: string | null;
}

export interface PaymentsView {
  readonly traits: DeliveryTraits;
  readonly checkouts: readonly CheckoutRow[];
  readonly events: readonly PaymentEventRow[];
}

interface Owner {
  readonly key: string;
  readonly credits: number;
  readonly platform: string | null;
  readonly userId: string | null;
}

export function createPaymentsReader(deps: {
  client: PrismaClient;
  stripe: StripeControl;
}): () => Promise<PaymentsView> {
  const { client, stripe } = deps;
  return async () => {
    const sessions = stripe.sessions().slice(-SHOWN_CHECKOUTS).reverse();
    const events = stripe.events().slice(-SHOWN_EVENTS).reverse();
    if (sessions.length === 0) return { traits: stripe.traits(), checkouts: [], events: [] };
    const owners = await readOwners(client, sessions);
    const outcomes = await readOutcomes(client, events);
    return {
      traits: stripe.traits(),
      checkouts: sessions.map((session) => toCheckoutRow(stripe, session, owners.get(session.id))),
      events: events.map((event) => toEventRow(event, stripe.deliveries(), outcomes)),
    };
  };
}

async function readOwners(
  client: PrismaClient,
  sessions: readonly Session[],
): Promise<ReadonlyMap<string, Owner>> {
  const rows = await client.$queryRaw<Owner[]>`
    SELECT c.rail_key AS key, c.credits, i.platform, i.platform_user_id AS "userId"
      FROM checkouts c
      LEFT JOIN LATERAL (SELECT platform, platform_user_id FROM identities
                          WHERE account_id = c.account_id ORDER BY created_at LIMIT 1) i ON true
     WHERE c.rail_key = ANY(${sessions.map(({ id }) => id)})`;
  return new Map(rows.map((row) => [row.key, row]));
}

async function readOutcomes(
  client: PrismaClient,
  events: readonly SentEvent[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await client.$queryRaw<{ id: string; outcome: string | null }[]>`
    SELECT event_id AS id, outcome FROM payment_events
     WHERE event_id = ANY(${events.map(({ id }) => id)})`;
  return new Map(rows.map(({ id, outcome }) => [id, outcome]));
}

function toCheckoutRow(
  stripe: StripeControl,
  session: Session,
  owner: Owner | undefined,
): CheckoutRow {
  const refundedMinor = stripe
    .refunds()
    .filter(
      ({ payment_intent, status }) =>
        payment_intent === session.payment_intent && status === "succeeded",
    )
    .reduce((sum, { amount }) => sum + amount, 0);
  return {
    id: session.id,
    platform: owner?.platform ?? null,
    userId: owner?.userId ?? null,
    credits: owner?.credits ?? null,
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    state: stateOf(stripe, session, refundedMinor),
    refundedMinor,
    at: new Date(session.created * 1_000),
  };
}

function stateOf(
  stripe: StripeControl,
  session: Session,
  refundedMinor: number,
): CheckoutRow["state"] {
  if (session.status === "expired") return "expired";
  if (session.status !== "complete") return "open";
  if (refundedMinor >= (session.amount_total ?? 0)) return "refunded";
  const isDisputed = stripe
    .disputes()
    .some(
      ({ payment_intent, status }) => payment_intent === session.payment_intent && status !== "won",
    );
  if (isDisputed) return "disputed";
  if (session.payment_status === "paid") return "paid";
  const intent = stripe.paymentIntents().find(({ id }) => id === session.payment_intent);
  return intent?.status === "processing" ? "processing" : "failed";
}

function toEventRow(
  event: SentEvent,
  deliveries: readonly Delivery[],
  outcomes: ReadonlyMap<string, string | null>,
): PaymentEventRow {
  return {
    id: event.id,
    type: event.type,
    at: new Date(event.created * 1_000),
    statuses: deliveries.filter(({ eventId }) => eventId === event.id).map(({ status }) => status),
    outcome: outcomes.get(event.id) ?? null,
  };
}
