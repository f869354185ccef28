import type {
  Charge,
  Dispute,
  LineItem,
  PaymentIntent,
  Refund,
  Session,
} from "../control-types.js";

/** Everything that exists, by id. Maps keep the order of making. */
export interface Books {
  readonly sessions: Map<string, Session>;
  readonly lineItems: Map<string, LineItem[]>;
  /** What the shop wants written on the payment of a session that is not paid for yet. */
  readonly intentMetadata: Map<string, Readonly<Record<string, string>>>;
  readonly intents: Map<string, PaymentIntent>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly disputes: Map<string, Dispute>;
  clear(): void;
}

export function createBooks(): Books {
  const books = {
    sessions: new Map<string, Session>(),
    lineItems: new Map<string, LineItem[]>(),
    intentMetadata: new Map<string, Readonly<Record<string, string>>>(),
    intents: new Map<string, PaymentIntent>(),
    charges: new Map<string, Charge>(),
    refunds: new Map<string, Refund>(),
    disputes: new Map<string, Dispute>(),
  };
  return {
    ...books,
    clear() {
      for (const map of Object.values(books)) map.clear();
    },
  };
}

/** @throws Error when nothing has this id. */
export function find<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

/** The charge that took the money of a payment. @throws Error when none did. */
export function chargeOf(books: Books, paymentIntentId: string): Charge {
  const { latest_charge: id } = find(books.intents, paymentIntentId);
  if (typeof id !== "string") throw new Error(`${paymentIntentId} is not paid`);
  return find(books.charges, id);
}
