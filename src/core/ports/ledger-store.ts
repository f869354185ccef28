import type { Credits } from "../credits.js";
import type { AccountId, CommunityId, GenerationId, HoldId, WalletId } from "../ids.js";
import type { Result } from "../refusal.js";

export type WalletOwner = { readonly accountId: AccountId } | { readonly communityId: CommunityId };

export interface Wallet {
  readonly id: WalletId;
  readonly balance: Credits;
  readonly held: Credits;
  /** balance − held */
  readonly available: Credits;
  readonly debt: Credits;
  readonly isFrozen: boolean;
}

export interface GrantInput {
  readonly walletId: WalletId;
  readonly kind: "grant" | "top_up";
  /** Why the credits exist, e.g. `trial`, `pack`. */
  readonly source: string;
  /** Unique for ever: the same key grants once. */
  readonly sourceKey: string;
  readonly amount: Credits;
  readonly expiresAt: Date | null;
  readonly purchaseId?: string;
  readonly actorId?: AccountId;
  readonly reasonCode?: string;
  /** Paid credits may be given away; free ones may not. */
  readonly isGiftable: boolean;
}

export interface HoldInput {
  readonly walletId: WalletId;
  readonly spenderAccountId: AccountId;
  readonly communityId: CommunityId | null;
  readonly generationId: GenerationId;
  readonly amount: Credits;
  readonly idempotencyKey: string;
  readonly expiresAt: Date;
  readonly placeId?: string;
  readonly roles?: readonly string[];
}

export interface HoldReceipt {
  readonly holdId: HoldId;
  readonly isRepeat: boolean;
}

/** How a hold ended, the first time it did. Later calls get the same answer with `isRepeat`. */
export interface HoldEnd {
  readonly kind: "capture" | "release" | "expire";
  readonly captured: Credits;
  readonly released: Credits;
  readonly isRepeat: boolean;
}

export interface ClawbackInput {
  readonly purchaseId: string;
  readonly rail: string;
  /** Unique within the rail: the same key takes back once. */
  readonly reversalKey: string;
  readonly kind: "refund" | "dispute";
  readonly due: Credits;
}

export interface ClawbackResult {
  readonly taken: Credits;
  readonly debtAdded: Credits;
  readonly isRepeat: boolean;
}

export interface LedgerEntry {
  readonly id: string;
  /** 1, 2, 3 … within the wallet, without gaps. */
  readonly seq: number;
  readonly kind:
    | "grant"
    | "top_up"
    | "capture"
    | "expire"
    | "clawback"
    | "adjustment"
    | "transfer_out"
    | "transfer_in";
  /** Signed: positive adds credits. */
  readonly amount: number;
  readonly debtDelta: number;
  readonly balanceAfter: Credits;
  readonly debtAfter: Credits;
  readonly holdId: HoldId | null;
  readonly reasonCode: string | null;
  readonly createdAt: Date;
}

/**
 * The books. Every method is one call of a function in the database, which locks the wallet, so calls on one
 * wallet queue up: make it the last thing in a transaction. Repeating a call with the same key and the same
 * input changes nothing.
 *
 * An expiry is no part of the input: a retry may have computed it anew.
 *
 * @throws AppError `ledger_conflict` (final) when a key comes again with other input.
 * @throws AppError `not_found` (final) when the wallet, hold or purchase does not exist.
 * @throws RangeError when an amount is not positive, or a capture is larger than its hold.
 */
export interface LedgerStore {
  /** The owner's wallet, opened empty when there is none. */
  openWallet(owner: WalletOwner): Promise<WalletId>;
  readWallet(walletId: WalletId): Promise<Wallet>;
  /** Debt is settled first from a `top_up`; the rest becomes a lot. `isRepeat` when the key was known. */
  grant(input: GrantInput): Promise<{ isRepeat: boolean }>;
  /** Sets credits aside, from the soonest-expiring lots first. Refuses when too few are available, or on debt, or when frozen. */
  hold(input: HoldInput): Promise<Result<HoldReceipt>>;
  /** What was set aside for a generation, ended or not. */
  findHold(generationId: GenerationId): Promise<HoldId | null>;
  /** Keeps `amount` ≤ held and gives back the rest. Amount 0 is a release. */
  capture(input: { holdId: HoldId; amount: Credits }): Promise<HoldEnd>;
  release(input: { holdId: HoldId }): Promise<HoldEnd>;
  /** Ends holds whose time is over; returns how many. Only for holds whose generation has ended or is missing. */
  expireHolds(input: { now: Date; limit: number }): Promise<number>;
  /** Takes expired, unheld credits off wallets; returns how many lots. */
  expireLots(input: { now: Date; limit: number }): Promise<number>;
  /**
   * Takes a purchase's credits back once per key, and never more than it gave by all keys together. What was
   * spent already becomes debt; what is held becomes debt too, and pays it when the hold gives it back.
   */
  clawback(input: {
    purchaseId: string;
    reversalKey: string;
    rail: string;
    kind: "refund" | "dispute";
    due: Credits;
  }): Promise<{ taken: Credits; debtAdded: Credits; isRepeat: boolean }>;
  /** Newest first. */
  listEntries(walletId: WalletId, options: { limit: number }): Promise<readonly LedgerEntry[]>;
  /** Every wallet whose stored figures differ from what its entries, lots and holds add up to, from one snapshot. */
  findDifferences(): Promise<readonly WalletDifference[]>;
  countWallets(): Promise<number>;
}

export interface WalletDifference {
  readonly walletId: WalletId;
  readonly figure:
    | "balance_entries"
    | "balance_lots"
    | "held_holds"
    | "held_lots"
    | "debt_entries"
    | "sequence"
    | "hold_ends"
    | "open_holds";
  readonly stored: number;
  readonly computed: number;
}
