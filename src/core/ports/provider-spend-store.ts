import type { AccountId } from "../ids.js";

/** What providers cost us, in millionths of a US dollar. */
export interface ProviderSpendStore {
  /**
   * Spent on the day of `at` (UTC) by attempts that have ended, and expected of generations that are open: by all
   * accounts, and by this one.
   */
  readDay(at: Date, accountId: AccountId): Promise<{ all: number; account: number }>;
}
