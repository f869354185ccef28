import type { AssetId, GenerationId } from "../../core/ids.js";
import type { AssetStore } from "../../core/ports/asset-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaAssetStore(client: DatabaseClient): AssetStore {
  return {
    async insert(assets, at) {
      await client.asset.createMany({
        data: assets.map((asset) => ({ ...asset, state: "stored", createdAt: at })),
      });
    },

    async isStored(id) {
      return (await client.asset.count({ where: { id, state: "stored" } })) > 0;
    },

    async listDeleted({ limit }) {
      const rows = await client.asset.findMany({
        where: { state: "deleted" },
        orderBy: { id: "asc" },
        take: limit,
        select: { id: true, key: true },
      });
      return rows.map(({ id, key }) => ({ id: id as AssetId, key }));
    },

    async markGone(ids) {
      await client.asset.updateMany({
        where: { id: { in: [...ids] }, state: "deleted" },
        data: { state: "gone" },
      });
    },

    async findGeneration(sha256) {
      const row = await client.generationOutput.findFirst({
        where: { asset: { sha256, kind: "output" } },
        orderBy: { createdAt: "asc" },
        select: { generationId: true },
      });
      return (row?.generationId ?? null) as GenerationId | null;
    },
  };
}
