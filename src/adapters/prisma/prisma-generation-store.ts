import type { AssetId, GenerationId } from "../../core/ids.js";
import type { DeletedAsset } from "../../core/ports/asset-store.js";
import type {
  Generation,
  GenerationStore,
  NewGeneration,
} from "../../core/ports/generation-store.js";
import { type Generation as GenerationRow, Prisma } from "../../generated/prisma/client.js";
import { columnsOf } from "./columns.js";
import type { DatabaseClient } from "./database-client.js";
import { readStanding, toContent, toGeneration, toInput, toOutput } from "./generation-reading.js";
import { createUnkeptMethods } from "./unkept-generations.js";

const OPEN_STATES = ["intake", "queued", "running"];
const GENERATION_COLUMNS = columnsOf(Prisma.GenerationScalarFieldEnum, "generations");
const ASSET_SHOWN = {
  id: true,
  key: true,
  contentType: true,
  width: true,
  height: true,
  sizeBytes: true,
} as const;
const SHORT_ID = /^[0-9a-f]{8}$/;

export function createPrismaGenerationStore(client: DatabaseClient): GenerationStore {
  async function read(id: GenerationId): Promise<Generation | null> {
    const row = await client.generation.findUnique({ where: { id } });
    return row && toGeneration(row);
  }

  return {
    read,
    ...requests(client),
    ...inputs(client),
    ...outputs(client),
    ...listings(client),
    ...createUnkeptMethods(client),

    readStanding: (id) => readStanding(client, id),

    async lock(id) {
      // NO KEY: rows that only refer to this one (its children) need not wait for us.
      const [row] = await client.$queryRaw<GenerationRow[]>`
        SELECT ${GENERATION_COLUMNS} FROM generations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      return row ? toGeneration(row) : null;
    },

    async move({ id, to, at, errorCode, capturedCredits }) {
      const isEnd = !OPEN_STATES.includes(to);
      await client.generation.update({
        where: { id },
        data: {
          state: to,
          stateVersion: { increment: 1 },
          ...(to === "queued" && { queuedAt: at }),
          ...(to === "running" && { startedAt: at }),
          ...(isEnd && { endedAt: at }),
          ...(errorCode !== undefined && { errorCode }),
          ...(capturedCredits !== undefined && { capturedCredits }),
        },
      });
    },

    async publish(id) {
      await client.generation.update({ where: { id }, data: { visibility: "everyone" } });
    },

    async readContent(generationId) {
      return toContent(await client.generationContents.findUnique({ where: { generationId } }));
    },
  };
}

type RequestMethods = Pick<
  GenerationStore,
  "serialise" | "findByRequestKey" | "findRecentChild" | "insert" | "countOwn" | "countUndelivered"
>;

function requests(client: DatabaseClient): RequestMethods {
  return {
    async serialise(accountId) {
      await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`requests:${accountId}`}, 0))`;
    },

    async findByRequestKey(requestKey) {
      const row = await client.generation.findUnique({
        where: { requestKey },
        select: { id: true },
      });
      return (row?.id ?? null) as GenerationId | null;
    },

    async findRecentChild({ since, ...button }) {
      const row = await client.generation.findFirst({
        where: { ...button, createdAt: { gte: since } },
        orderBy: { createdAt: "desc" },
        select: { id: true },
      });
      return (row?.id ?? null) as GenerationId | null;
    },

    async insert({ content, purgeAt, ...generation }) {
      const { id: generationId } = generation;
      const { prompt, options, inputSources } = content;
      await client.generation.create({ data: toRow(generation), select: { id: true } });
      await client.generationContents.create({
        data: {
          generationId,
          prompt,
          options: { ...options },
          inputSources: inputSources.map((source) => ({ ...source })),
          purgeAt,
        },
        select: { generationId: true },
      });
    },

    async countOwn(accountId, since) {
      const [counts] = await client.$queryRaw<{ open: number; recent: number }[]>`
        SELECT count(*) FILTER (WHERE state = ANY(${OPEN_STATES}))::int AS open,
               count(*) FILTER (WHERE created_at > ${since})::int AS recent
          FROM generations
         WHERE account_id = ${accountId}::uuid AND (created_at > ${since} OR state = ANY(${OPEN_STATES}))`;
      return counts ?? { open: 0, recent: 0 };
    },
    async countUndelivered() {
      const open = await client.generation.count({ where: { state: { in: OPEN_STATES } } });
      return open + (await client.delivery.count({ where: { state: "ready" } }));
    },
  };
}

function toRow({
  catalogVersion,
  queueTag,
  ...generation
}: Omit<NewGeneration, "content" | "purgeAt">) {
  return {
    ...generation,
    catalogVersion: String(catalogVersion),
    queueTag: BigInt(queueTag),
    state: "intake",
  };
}

function inputs(client: DatabaseClient): Pick<GenerationStore, "insertInput" | "listInputs"> {
  return {
    async insertInput(generationId, { index, assetId, notes }) {
      const data = [{ generationId, index, assetId, notes: [...notes] }];
      await client.generationInput.createMany({ data, skipDuplicates: true });
    },

    async listInputs(generationId) {
      const rows = await client.generationInput.findMany({
        where: { generationId },
        orderBy: { index: "asc" },
        select: { index: true, notes: true, asset: { select: { ...ASSET_SHOWN, state: true } } },
      });
      return rows.map(toInput);
    },
  };
}

function outputs(
  client: DatabaseClient,
): Pick<
  GenerationStore,
  "notePromptUsed" | "insertOutputs" | "listOutputs" | "deleteOutputs" | "eraseContents"
> {
  return {
    async notePromptUsed(generationId, promptUsed) {
      await client.generationContents.updateMany({ where: { generationId }, data: { promptUsed } });
    },

    async insertOutputs(generationId, rows) {
      await client.generationOutput.createMany({
        data: rows.map((row) => ({ ...row, generationId })),
      });
    },

    async listOutputs(generationId) {
      const rows = await client.generationOutput.findMany({
        where: { generationId },
        orderBy: { index: "asc" },
        select: {
          index: true,
          state: true,
          errorCode: true,
          favouritedBy: true,
          asset: { select: ASSET_SHOWN },
        },
      });
      return rows.map(({ favouritedBy, ...row }) =>
        toOutput({ ...row, isFavourite: favouritedBy !== null }),
      );
    },

    async deleteOutputs(ids, { areCharged, index }) {
      const isWanted = index === undefined ? Prisma.sql`TRUE` : Prisma.sql`"index" = ${index}`;
      const rows = await client.$queryRaw<{ id: string; key: string }[]>`
        WITH deleted AS (
          UPDATE generation_outputs SET state = 'deleted', favourited_by = NULL,
                                        credits = CASE WHEN ${areCharged} THEN credits ELSE 0 END
           WHERE generation_id = ANY(${ids}::uuid[]) AND state = 'kept' AND ${isWanted} RETURNING asset_id
        )
        UPDATE assets SET state = 'deleted'
         WHERE id IN (SELECT asset_id FROM deleted) AND state = 'stored' RETURNING id, key`;
      return rows.map(toDeleted);
    },

    async eraseContents(ids) {
      await client.generationContents.deleteMany({ where: { generationId: { in: [...ids] } } });
      const rows = await client.$queryRaw<{ id: string; key: string }[]>`
        WITH given_up AS (
          DELETE FROM generation_inputs WHERE generation_id = ANY(${ids}::uuid[]) RETURNING asset_id
        )
        UPDATE assets SET state = 'deleted'
         WHERE id IN (SELECT asset_id FROM given_up) AND kind = 'input' AND state = 'stored'
           AND NOT EXISTS (SELECT 1 FROM generation_inputs other
                            WHERE other.asset_id = assets.id AND other.generation_id <> ALL(${ids}::uuid[]))
         RETURNING id, key`;
      return rows.map(toDeleted);
    },
  };
}

function toDeleted({ id, key }: { id: string; key: string }): DeletedAsset {
  return { id: id as AssetId, key };
}

type ListingMethods = Pick<
  GenerationStore,
  "listByAccount" | "findByShortId" | "listUnmoved" | "listRunSeconds"
>;

function listings(client: DatabaseClient): ListingMethods {
  return {
    async listByAccount(accountId, { limit }) {
      const rows = await client.generation.findMany({
        where: { accountId },
        orderBy: { createdAt: "desc" },
        take: limit,
      });
      return rows.map(toGeneration);
    },

    async findByShortId(accountId, shortId) {
      if (!SHORT_ID.test(shortId)) return null;
      // A short id is the first 32 bits of the UUID, so it names a range of ids.
      const range = {
        gte: `${shortId}-0000-0000-0000-000000000000`,
        lte: `${shortId}-ffff-ffff-ffff-ffffffffffff`,
      };
      const rows = await client.generation.findMany({ where: { accountId, id: range }, take: 2 });
      const [row] = rows;
      return row && rows.length === 1 ? toGeneration(row) : null;
    },

    async listUnmoved({ before, limit }) {
      const rows = await client.generation.findMany({
        where: {
          OR: [
            { state: "intake", createdAt: { lt: before } },
            { state: "queued", queuedAt: { lt: before } },
            { state: "running", startedAt: { lt: before } },
          ],
        },
        orderBy: { createdAt: "asc" },
        take: limit,
      });
      return rows.map(toGeneration);
    },

    async listRunSeconds(modelId, { limit }) {
      const rows = await client.generation.findMany({
        where: { modelId, state: "succeeded" },
        orderBy: { endedAt: "desc" },
        take: limit,
        select: { startedAt: true, endedAt: true },
      });
      return rows.flatMap(({ startedAt, endedAt }) =>
        startedAt && endedAt ? [(endedAt.getTime() - startedAt.getTime()) / 1_000] : [],
      );
    },
  };
}
