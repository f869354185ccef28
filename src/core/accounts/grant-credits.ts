import type { Credits } from "../credits.js";
import type { Database } from "../ports/database.js";
import type { IdSource } from "../ports/id-source.js";
import type { Wallet } from "../ports/ledger-store.js";
import type { IdentifyAccount, PlatformUser } from "./identify-account.js";

export type GrantCredits = (input: {
  user: PlatformUser;
  amount: Credits;
  /** A machine code such as `goodwill`; it stands in the books. */
  reasonCode: string;
}) => Promise<Wallet>;

/** Gives credits by hand, as an operator. They never expire and cannot be passed on. */
export function createGrantCredits(deps: {
  database: Database;
  ids: IdSource;
  identifyAccount: IdentifyAccount;
}): GrantCredits {
  return async function grantCredits({ user, amount, reasonCode }) {
    const { walletId } = await deps.identifyAccount(user);
    const { ledger } = deps.database.stores;
    await ledger.grant({
      walletId,
      kind: "grant",
      source: "operator",
      sourceKey: `operator:${deps.ids.uuid()}`,
      amount,
      expiresAt: null,
      reasonCode,
      isGiftable: false,
    });
    return ledger.readWallet(walletId);
  };
}
