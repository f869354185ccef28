import type { ProviderSpendStore } from "../../core/ports/provider-spend-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaProviderSpendStore(client: DatabaseClient): ProviderSpendStore {
  return {
    async readDay(at, accountId) {
      const [sums] = await client.$queryRaw<{ all: bigint; account: bigint }[]>`
        WITH costs AS (
          SELECT account_id, cost_micro_usd AS cost FROM provider_spend
           WHERE day = (${at}::timestamptz AT TIME ZONE 'UTC')::date
          UNION ALL
          SELECT account_id, expected_cost_micro_usd FROM generations
           WHERE state IN ('intake', 'queued', 'running'))
        SELECT coalesce(sum(cost), 0)::bigint AS all,
               coalesce(sum(cost) FILTER (WHERE account_id = ${accountId}::uuid), 0)::bigint AS account
          FROM costs`;
      return { all: Number(sums?.all ?? 0), account: Number(sums?.account ?? 0) };
    },
  };
}
