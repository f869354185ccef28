import type { Platform } from "../chat/reply-target.js";
import { type Credits, parseCredits } from "../credits.js";
import type { AccountId } from "../ids.js";
import type { Account } from "../ports/account-store.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { IdSource } from "../ports/id-source.js";

export interface PlatformUser {
  readonly platform: Platform;
  /** The platform's stable numeric id. */
  readonly userId: string;
  /** The platform's language tag, e.g. `de`. */
  readonly locale: string;
}

export type IdentifyAccount = (user: PlatformUser) => Promise<Account>;

/**
 * Finds the account behind a platform user, or opens one with a wallet and the trial credits.
 * `hashIdentity` is keyed and one-way: what it yields outlives the account, so that a trial is given once.
 */
export function createIdentifyAccount(deps: {
  database: Database;
  clock: Clock;
  ids: IdSource;
  faults: FaultPoints;
  hashIdentity: (platform: Platform, userId: string) => string;
  trialCredits: Credits;
}): IdentifyAccount {
  async function open(stores: Stores, user: PlatformUser): Promise<void> {
    const accountId = deps.ids.uuid() as AccountId;
    const at = deps.clock.now();
    const isNew = await stores.accounts.create({ ...user, id: accountId, at });
    if (!isNew) return;
    const walletId = await stores.ledger.openWallet({ accountId });
    const identityHash = deps.hashIdentity(user.platform, user.userId);
    const isFirstTrial = await stores.accounts.claimTrial({ identityHash, accountId, at });
    if (!isFirstTrial || deps.trialCredits === parseCredits(0)) return;
    await stores.ledger.grant({
      walletId,
      kind: "grant",
      source: "trial",
      sourceKey: `trial:${identityHash}`,
      amount: deps.trialCredits,
      expiresAt: null,
      isGiftable: false,
    });
  }

  return async function identifyAccount(user) {
    const known = await deps.database.stores.accounts.findByIdentity(user);
    if (known) return known;
    await deps.database.transaction((stores) => open(stores, user));
    deps.faults.reach("account_opened");
    const opened = await deps.database.stores.accounts.findByIdentity(user);
    if (!opened) throw new Error("an account that was just opened is gone");
    return opened;
  };
}
