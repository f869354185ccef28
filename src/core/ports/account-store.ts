import type { Platform } from "../chat/reply-target.js";
import type { AccountId, WalletId } from "../ids.js";
import type { ReasonCode } from "../policy/verdict.js";

export interface Account {
  readonly id: AccountId;
  readonly status: "active" | "frozen" | "erased";
  /** The platform's language tag at the first contact; empty or null when there was none. */
  readonly locale: string | null;
  readonly walletId: WalletId;
}

/** People and their identities. Keyed by the platform's stable numeric id, never by name. */
export interface AccountStore {
  read(id: AccountId): Promise<Account | null>;
  findByIdentity(identity: { platform: Platform; userId: string }): Promise<Account | null>;
  /** Makes account, identity and empty wallet. The identity that was first wins when two come at once: false then. */
  create(input: {
    id: AccountId;
    platform: Platform;
    userId: string;
    locale: string;
    at: Date;
  }): Promise<boolean>;
  /** True once per identity for ever, also after the account is erased. */
  claimTrial(input: { identityHash: string; accountId: AccountId; at: Date }): Promise<boolean>;
  /** Counts a blocked prompt. The prompt itself is not kept. */
  recordBlock(input: {
    id: string;
    accountId: AccountId;
    reasonCode: ReasonCode;
    ruleId: string;
    at: Date;
  }): Promise<void>;
  countBlocks(accountId: AccountId): Promise<number>;
}
