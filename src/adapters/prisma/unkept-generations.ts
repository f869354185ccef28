import type { GenerationId } from "../../core/ids.js";
import type { DeletedAsset } from "../../core/ports/asset-store.js";
import type { GenerationStore } from "../../core/ports/generation-store.js";
import { Prisma } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";

type UnkeptMethods = Pick<
  GenerationStore,
  "purgeFrom" | "listPurgeable" | "listOwnAssets" | "purge" | "writeOff"
>;

/** What is not to be kept, and its going. */
export function createUnkeptMethods(client: DatabaseClient): UnkeptMethods {
  async function listOwnAssets(id: GenerationId): Promise<readonly DeletedAsset[]> {
    return client.$queryRaw<DeletedAsset[]>(
      Prisma.sql`SELECT a.id, a.key FROM assets a WHERE ${isOwn(id)}`,
    );
  }

  return {
    async purgeFrom(id, at) {
      await client.$executeRaw`
        UPDATE generation_contents SET purge_at = least(purge_at, ${at}) WHERE generation_id = ${id}::uuid`;
    },

    async listPurgeable({ now, limit }) {
      const rows = await client.$queryRaw<{ id: string }[]>`
        SELECT g.id FROM generation_contents c JOIN generations g ON g.id = c.generation_id
         WHERE c.purge_at <= ${now} AND g.retention = 'none' AND g.ended_at IS NOT NULL
         ORDER BY c.purge_at LIMIT ${limit}`;
      return rows.map(({ id }) => id as GenerationId);
    },

    listOwnAssets,

    async purge(generationId) {
      const own = await listOwnAssets(generationId);
      await client.generationInput.deleteMany({ where: { generationId } });
      await client.generationOutput.deleteMany({ where: { generationId } });
      await client.asset.deleteMany({ where: { id: { in: own.map(({ id }) => id) } } });
      await client.generationContents.deleteMany({ where: { generationId } });
    },

    async writeOff(id) {
      await client.generation.update({ where: { id }, data: { capturedCredits: 0 } });
      await client.generationOutput.updateMany({
        where: { generationId: id },
        data: { credits: 0 },
      });
    },
  };
}

/** Of an asset `a`: this generation was given it or has made it, and no other has anything to do with it. */
function isOwn(id: GenerationId): Prisma.Sql {
  return Prisma.sql`
    a.id IN (SELECT asset_id FROM generation_inputs WHERE generation_id = ${id}::uuid
             UNION SELECT asset_id FROM generation_outputs WHERE generation_id = ${id}::uuid)
    AND NOT EXISTS (SELECT 1 FROM generation_inputs i WHERE i.asset_id = a.id AND i.generation_id <> ${id}::uuid)
    AND NOT EXISTS (SELECT 1 FROM generation_outputs o WHERE o.asset_id = a.id AND o.generation_id <> ${id}::uuid)`;
}
