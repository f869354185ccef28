import type { ReplyTarget } from "../chat/reply-target.js";
import type { Credits } from "../credits.js";
import type { AccountId, WalletId } from "../ids.js";
import type { PaymentRail } from "./payment-gateway.js";

/** An offer somebody took. What was offered never changes, whatever prices do later. */
export interface Checkout {
  readonly id: string;
  readonly rail: PaymentRail;
  /** The rail's id of the payment page; null until the rail has answered. */
  readonly railKey: string | null;
  readonly accountId: AccountId;
  readonly walletId: WalletId;
  readonly packId: string;
  readonly priceVersion: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly credits: Credits;
  readonly state: "open" | "paid" | "expired";
  /** Null when it can no longer be read. */
  readonly target: ReplyTarget | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewCheckout extends Omit<Checkout, "railKey" | "state" | "target"> {
  readonly requestKey: string;
  /** Stored encrypted. */
  readonly target: ReplyTarget;
}

export interface Purchase {
  readonly id: string;
  readonly rail: PaymentRail;
  readonly paidMinor: number;
  readonly currency: string;
  readonly credits: Credits;
}

/** What an event is about; the rest is asked of the rail. */
export type PaymentNews =
  | {
      readonly kind: "checkout_paid" | "checkout_failed" | "checkout_expired";
      readonly checkoutKey: string;
    }
  | { readonly kind: "payment_reversed"; readonly paymentRef: string }
  | { readonly kind: "other" };

export interface PaymentEventKey {
  readonly rail: PaymentRail;
  readonly eventId: string;
}

export interface PaymentEvent extends PaymentEventKey {
  /** The rail's own word, e.g. `charge.refunded`. */
  readonly type: string;
  readonly news: PaymentNews;
  /** Ids, amounts and states for whoever looks into it later. Nothing about the person. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What an event came to. */
export type PaymentOutcome =
  | "granted"
  | "already_granted"
  | "unpaid"
  | "payment_failed"
  | "expired"
  | "taken_back"
  | "nothing_due"
  | "ignored"
  | UnsettledOutcome;

/** Money moved and the books did not follow: somebody has to look into it. */
export const UNSETTLED_OUTCOMES = [
  "unknown_checkout",
  "unknown_payment",
  "wrong_price",
  "wrong_currency",
  "account_erased",
  "reversal_undone",
] as const;
export type UnsettledOutcome = (typeof UNSETTLED_OUTCOMES)[number];

export interface UnsettledPayment extends PaymentEventKey {
  readonly type: string;
  /** Null: not processed yet, for longer than anything should take. */
  readonly outcome: UnsettledOutcome | null;
  readonly facts: PaymentEvent["facts"];
  readonly receivedAt: Date;
}

/** What somebody is to be told about: a checkout that was paid or failed, or credits taken back. */
export interface NoticeSubject {
  readonly kind: "checkout" | "reversal";
  /** The checkout's id, or the rail's key of the reversal. */
  readonly id: string;
}

export interface DueNotice {
  readonly accountId: AccountId;
  readonly target: ReplyTarget | null;
  readonly isTold: boolean;
  readonly content:
    | {
        readonly kind: "credits_bought";
        readonly credits: Credits;
        readonly settledDebtCredits: Credits;
      }
    | { readonly kind: "payment_failed" }
    | {
        readonly kind: "credits_taken_back";
        readonly credits: Credits;
        readonly debtCredits: Credits;
      };
}

export interface CheckoutStore {
  findByRequestKey(requestKey: string): Promise<Checkout | null>;
  /** The newest open one of this account and pack since then: what a double click made. */
  findRecent(input: {
    accountId: AccountId;
    packId: string;
    since: Date;
  }): Promise<Checkout | null>;
  /** Open ones of this account since then whose page exists. */
  countOpen(input: { accountId: AccountId; since: Date }): Promise<number>;
  insert(checkout: NewCheckout): Promise<void>;
  /** Notes the rail's id of the page; the first one stays. */
  recordOpened(input: { id: string; railKey: string }): Promise<void>;
  read(id: string): Promise<Checkout | null>;
  /** Reads and locks the row until the transaction ends. Take the account's turn first. */
  lock(id: string): Promise<Checkout | null>;
  /** Also of an expired one: money that comes late has come. */
  markPaid(input: { id: string; railKey: string; at: Date }): Promise<void>;
  /** Ends an open one; `hasFailed` when its buyer is to be told that the payment did not go through. */
  markExpired(input: {
    rail: PaymentRail;
    railKey: string;
    at: Date;
    hasFailed: boolean;
  }): Promise<{
    id: string;
  } | null>;
  /** Ends open ones nobody told us the end of. */
  expireOverdue(input: { before: Date; at: Date }): Promise<number>;
}

export interface PurchaseStore {
  insert(input: {
    id: string;
    checkout: Checkout;
    railKey: string;
    paidMinor: number;
    paymentRef: string | null;
    at: Date;
  }): Promise<void>;
  findByPayment(input: { rail: PaymentRail; paymentRef: string }): Promise<Purchase | null>;
  /** Locks the row until the transaction ends, so that its reversals take turns. */
  lock(id: string): Promise<void>;
  /** What was asked back so far. */
  listReversals(id: string): Promise<readonly { key: string; requested: Credits }[]>;
}

export interface PaymentEventStore {
  /** True when it was not known yet. */
  save(event: PaymentEvent, at: Date): Promise<boolean>;
  /** Null when there is none, or when it is done. */
  readOpen(key: PaymentEventKey): Promise<PaymentEvent | null>;
  finish(input: PaymentEventKey & { outcome: PaymentOutcome; at: Date }): Promise<void>;
  /** Not done and older than `before`, oldest first. */
  listOpen(input: { before: Date; limit: number }): Promise<readonly PaymentEventKey[]>;
}

export interface PaymentNoticeStore {
  read(subject: NoticeSubject): Promise<DueNotice | null>;
  markTold(subject: NoticeSubject, at: Date): Promise<void>;
  /**
   * What came up after `since` and is untold, or told while a request of the buyer still waits for the money.
   * Oldest first.
   */
  listOpen(input: { since: Date; now: Date; limit: number }): Promise<readonly NoticeSubject[]>;
}

/** Everything about money that comes from outside. The credits themselves are the ledger's. */
export interface PaymentStore {
  readonly checkouts: CheckoutStore;
  readonly purchases: PurchaseStore;
  readonly events: PaymentEventStore;
  readonly notices: PaymentNoticeStore;
  /** For the operator, newest first: events that came to no good end, and those `overdueBefore` still open. */
  listUnsettled(input: {
    overdueBefore: Date;
    limit: number;
  }): Promise<readonly UnsettledPayment[]>;
}
