import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Stores } from "../ports/database.js";
import type { Log } from "../ports/log.js";
import { ok, type Result, refuse } from "../refusal.js";

/** Most that a day (UTC) may cost us at the providers, in millionths of a US dollar. Null: no ceiling. */
export interface SpendCeilings {
  readonly instanceMicroUsd: number | null;
  readonly accountMicroUsd: number | null;
}

/**
 * Refuses what would cost us more today than the operator lets it: what attempts have cost, what open generations may
 * still cost, and this one. An account's requests take turns, so its ceiling is exact; the instance's may be passed by what
 * other accounts ask for in the same moment.
 */
export async function checkSpend(
  deps: { spendCeilings: SpendCeilings; clock: Clock; log: Log },
  asked: { stores: Stores; accountId: AccountId; costMicroUsd: number },
): Promise<Result<null>> {
  const { instanceMicroUsd, accountMicroUsd } = deps.spendCeilings;
  if (instanceMicroUsd === null && accountMicroUsd === null) return ok(null);
  const { stores, accountId, costMicroUsd } = asked;
  const spent = await stores.providerSpend.readDay(deps.clock.now(), accountId);
  if (instanceMicroUsd !== null && spent.all + costMicroUsd > instanceMicroUsd) {
    const error = new Error("today's ceiling for all provider costs is reached");
    deps.log.error("daily_ceiling_reached", error, { spentMicroUsd: spent.all, instanceMicroUsd });
    return refuse({ kind: "daily_ceiling", scope: "instance" });
  }
  if (accountMicroUsd !== null && spent.account + costMicroUsd > accountMicroUsd) {
    const { account: spentMicroUsd } = spent;
    deps.log.warn("account_ceiling_reached", { accountId, spentMicroUsd, accountMicroUsd });
    return refuse({ kind: "daily_ceiling", scope: "account" });
  }
  return ok(null);
}
