import type { ProviderHealthStore } from "../../core/ports/provider-health-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaProviderHealthStore(client: DatabaseClient): ProviderHealthStore {
  return {
    read: ({ provider, modelId }) =>
      client.providerHealth.findUnique({
        where: { provider_modelId: { provider, modelId } },
        select: { failures: true, retryAt: true },
      }),

    async countFailure({ provider, modelId }, at) {
      const [row] = await client.$queryRaw<{ failures: number }[]>`
        INSERT INTO provider_health AS health (provider, model_id, failures, created_at)
        VALUES (${provider}, ${modelId}, 1, ${at})
        ON CONFLICT (provider, model_id) DO UPDATE SET failures = health.failures + 1, probe_until = NULL
        RETURNING failures`;
      return row?.failures ?? 1;
    },

    async rest({ provider, modelId }, until) {
      await client.$executeRaw`
        INSERT INTO provider_health AS health (provider, model_id, retry_at)
        VALUES (${provider}, ${modelId}, ${until})
        ON CONFLICT (provider, model_id) DO UPDATE SET retry_at = greatest(health.retry_at, excluded.retry_at)`;
    },

    async takeProbe({ provider, modelId }, { now, until }) {
      const taken = await client.$executeRaw`
        UPDATE provider_health SET probe_until = ${until}
         WHERE provider = ${provider} AND model_id = ${modelId} AND (probe_until IS NULL OR probe_until <= ${now})`;
      return taken === 1;
    },

    async forgive({ provider, modelId }) {
      await client.$executeRaw`DELETE FROM provider_health WHERE provider = ${provider} AND model_id = ${modelId}`;
    },
  };
}
