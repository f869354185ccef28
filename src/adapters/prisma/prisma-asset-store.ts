import type { AssetStore } from "../../core/ports/asset-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaAssetStore(client: DatabaseClient): AssetStore {
  return {
    async insert(assets, at) {
      await client.asset.createMany({
        data: assets.map((asset) => ({ ...asset, state: "stored", createdAt: at })),
      });
    },
  };
}
