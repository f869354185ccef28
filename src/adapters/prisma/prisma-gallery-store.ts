import type { AccountId, AssetId, GenerationId } from "../../core/ids.js";
import type {
  GalleryFilter,
  GalleryPicture,
  GalleryPlace,
  GalleryStore,
} from "../../core/ports/gallery-store.js";
import { Prisma } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";

/** More words than these narrow nothing down. */
const MAX_WORDS = 8;

const IS_CLIP = Prisma.sql`(a.content_type LIKE 'video/%' OR a.content_type = 'image/gif')`;
/** Newest request first: read straight off an index, a page at a time. */
const NEWEST_FIRST = Prisma.sql`ORDER BY g.created_at DESC, g.id DESC, o.index ASC`;
const OLDEST_FIRST = Prisma.sql`ORDER BY g.created_at ASC, g.id ASC, o.index DESC`;
/** Not a join: then the planner would look for words among everybody's prompts, and for prompts that no page shows. */
const PROMPT = Prisma.sql`(SELECT c.prompt FROM generation_contents c WHERE c.generation_id = g.id)`;
const COLUMNS = Prisma.sql`
  g.id AS "generationId", o.index, g.model_id AS "modelId", ${PROMPT} AS prompt, g.created_at AS "askedAt",
  o.favourited_by IS NOT NULL AS "isFavourite", a.id AS "assetId", a.key, a.content_type AS "contentType",
  a.width, a.height, a.size_bytes AS "sizeBytes"`;

interface PictureRow {
  generationId: string;
  index: number;
  modelId: string;
  prompt: string | null;
  askedAt: Date;
  isFavourite: boolean;
  assetId: string;
  key: string;
  contentType: string;
  width: number;
  height: number;
  sizeBytes: number;
}

export function createPrismaGalleryStore(client: DatabaseClient): GalleryStore {
  function select(accountId: AccountId, wanted: readonly Prisma.Sql[], end: Prisma.Sql) {
    return client.$queryRaw<PictureRow[]>`
      SELECT ${COLUMNS}
        FROM generations g
        JOIN generation_outputs o ON o.generation_id = g.id AND o.state = 'kept'
        JOIN assets a ON a.id = o.asset_id
       WHERE ${Prisma.join([isOwn(accountId), ...wanted], " AND ")} ${end}`;
  }

  return {
    async list({ accountId, filter, from, limit }) {
      const isBackwards = from?.direction === "newer";
      const end = Prisma.sql`${isBackwards ? OLDEST_FIRST : NEWEST_FIRST} LIMIT ${limit}`;
      const wanted = [...toConditions(accountId, filter), ...toBounds(accountId, from)];
      const rows = await select(accountId, wanted, end);
      return (isBackwards ? rows.reverse() : rows).map(toPicture);
    },

    async find(accountId, { generationId, index }) {
      const isPlace = Prisma.sql`g.id = ${generationId}::uuid AND o.index = ${index}`;
      const [row] = await select(accountId, [isPlace], Prisma.empty);
      return row ? toPicture(row) : null;
    },

    async setFavourite({ generationId, index }, by) {
      const { count } = await client.generationOutput.updateMany({
        where: { generationId, index, state: "kept" },
        data: { favouritedBy: by },
      });
      return count > 0;
    },

    async listGenerations(accountId, { limit }) {
      const rows = await client.$queryRaw<{ id: string }[]>`
        SELECT g.id FROM generations g
         WHERE ${isOwn(accountId)}
           AND EXISTS (SELECT 1 FROM generation_outputs o WHERE o.generation_id = g.id AND o.state = 'kept')
         ORDER BY g.created_at DESC, g.id DESC LIMIT ${limit}`;
      return rows.map(({ id }) => id as GenerationId);
    },

    ...filters(client),
  };
}

function filters(client: DatabaseClient): Pick<GalleryStore, "keepFilter" | "findFilter"> {
  return {
    async keepFilter({ accountId, id, filter }) {
      const row = toFilterRow(filter);
      const known = { accountId_modelId_kind_isFavourite_words: { accountId, ...row } };
      const kept = await client.galleryFilter.upsert({
        where: known,
        create: { accountId, id, ...row },
        update: {},
        select: { id: true },
      });
      return kept.id;
    },

    async findFilter(accountId, id) {
      const row = await client.galleryFilter.findUnique({
        where: { accountId_id: { accountId, id } },
      });
      if (!row) return null;
      const kind = (["picture", "clip"] as const).find((known) => known === row.kind) ?? null;
      return {
        modelId: row.modelId === "" ? null : row.modelId,
        kind,
        isFavourite: row.isFavourite,
        words: row.words,
      };
    },
  };
}

function isOwn(accountId: AccountId): Prisma.Sql {
  return Prisma.sql`g.account_id = ${accountId}::uuid AND g.state = 'succeeded' AND g.retention = 'keep'`;
}

function toConditions(accountId: AccountId, filter: GalleryFilter): readonly Prisma.Sql[] {
  const { modelId, kind, isFavourite, words } = filter;
  const patterns = toPatterns(words);
  return [
    ...(modelId === null ? [] : [Prisma.sql`g.model_id = ${modelId}`]),
    ...(kind === null ? [] : [kind === "clip" ? IS_CLIP : Prisma.sql`NOT ${IS_CLIP}`]),
    ...(isFavourite ? [isMarkedBy(accountId)] : []),
    ...(patterns.length === 0 ? [] : [Prisma.sql`${PROMPT} ILIKE ALL (${patterns})`]),
  ];
}

/** The few that are marked are read first, whatever the planner takes their number for. */
function isMarkedBy(accountId: AccountId): Prisma.Sql {
  return Prisma.sql`o.favourited_by = ${accountId}::uuid AND g.id = ANY (ARRAY(
    SELECT m.generation_id FROM generation_outputs m WHERE m.favourited_by = ${accountId}::uuid))`;
}

function toPatterns(words: string): readonly string[] {
  const parts = words.split(/\s+/).filter((word) => word !== "");
  return parts.slice(0, MAX_WORDS).map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}

/** Pictures of one request lie in the other direction than requests do, so its own are told apart by their index. */
function toBounds(
  accountId: AccountId,
  from: { place: GalleryPlace; direction: "older" | "newer" } | null,
): readonly Prisma.Sql[] {
  if (!from) return [];
  const { generationId: id, index } = from.place;
  const askedAt = Prisma.sql`
    (SELECT created_at FROM generations WHERE id = ${id}::uuid AND account_id = ${accountId}::uuid)`;
  return from.direction === "older"
    ? [
        Prisma.sql`(g.created_at, g.id) <= (${askedAt}, ${id}::uuid)`,
        Prisma.sql`NOT (g.id = ${id}::uuid AND o.index <= ${index})`,
      ]
    : [
        Prisma.sql`(g.created_at, g.id) >= (${askedAt}, ${id}::uuid)`,
        Prisma.sql`NOT (g.id = ${id}::uuid AND o.index >= ${index})`,
      ];
}

function toFilterRow({ modelId, kind, isFavourite, words }: GalleryFilter) {
  return { modelId: modelId ?? "", kind: kind ?? "", isFavourite, words };
}

function toPicture(row: PictureRow): GalleryPicture {
  const { generationId, index, modelId, prompt, askedAt, isFavourite, assetId, ...asset } = row;
  return {
    generationId: generationId as GenerationId,
    index,
    modelId,
    prompt,
    askedAt,
    isFavourite,
    asset: { id: assetId as AssetId, ...asset },
  };
}
