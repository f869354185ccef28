// What a page of the gallery costs somebody with few pictures, and somebody with very many, in a database with others.
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { createPrismaClient } from "../dist/adapters/prisma/database-client.js";
import { applyMigrations } from "../dist/adapters/prisma/migrator.js";
import { createPrismaGalleryStore } from "../dist/adapters/prisma/prisma-gallery-store.js";
import { createListGallery, NO_FILTER } from "../dist/core/gallery/list-gallery.js";
import { median } from "./figures.mjs";
import { onPostgres } from "./servers.mjs";

const FEW = 1_000;
const MANY = 100_000;
/** Others' pictures, which nobody is to read. */
const OTHERS = 100_000;
const PAGE = 12;
const ROUNDS = 200;
const TARGET = 1.2;

/** @type {import("./figures.mjs").Measurement} */
export const galleryMeasurement = {
  name: "gallery",
  what: `a page of ${PAGE} of somebody with ${MANY.toLocaleString("en")} pictures beside ${FEW.toLocaleString("en")}, ${ROUNDS} times each, with ${OTHERS.toLocaleString("en")} of others`,
  async measure() {
    const figures = await onPostgres(async (url) => {
      await applyMigrations({ kind: "server", url });
      const pool = new Pool({ connectionString: url });
      const client = createPrismaClient({ kind: "server", url });
      try {
        const people = {
          few: await addPerson(pool, FEW),
          many: await addPerson(pool, MANY),
        };
        await addPerson(pool, OTHERS);
        await pool.query("ANALYZE");
        return await measureAll(client, people);
      } finally {
        await client.$disconnect();
        await pool.end();
      }
    });
    return figures ?? [{ name: "gallery", value: null, unit: "", note: "no Postgres reachable" }];
  },
};

async function measureAll(client, { few, many }) {
  const gallery = createPrismaGalleryStore(client);
  const listGallery = createListGallery({ database: { stores: { gallery } } });
  const first = (accountId, filter = NO_FILTER) => listGallery({ accountId, filter, limit: PAGE });
  const behind = (accountId, place) =>
    listGallery({
      accountId,
      filter: NO_FILTER,
      cursor: { place, direction: "older" },
      limit: PAGE,
    });
  const middle = async (accountId, count) => {
    const found = await gallery.list({
      accountId,
      filter: NO_FILTER,
      from: null,
      limit: count / 2,
    });
    return found.at(-1);
  };
  const pages = { few: await middle(few, FEW), many: await middle(many, MANY) };
  const words = (wanted) => ({ ...NO_FILTER, words: wanted });
  const cases = [
    ["first page", () => first(few), () => first(many), TARGET],
    ["page in the middle", () => behind(few, pages.few), () => behind(many, pages.many), TARGET],
    [
      "favourites, 1 in 100",
      () => first(few, { ...NO_FILTER, isFavourite: true }),
      () => first(many, { ...NO_FILTER, isFavourite: true }),
    ],
    [
      "words in 1 of 50",
      () => first(few, words("lighthouse")),
      () => first(many, words("lighthouse")),
    ],
    ["words in none", () => first(few, words("zeppelin")), () => first(many, words("zeppelin"))],
  ];
  const figures = [];
  for (const [name, ofFew, ofMany, atMost] of cases) {
    const { few: fewMs, many: manyMs } = await inTurn(ofFew, ofMany);
    figures.push(
      { name: `${name}, of ${FEW}`, value: fewMs, unit: "ms" },
      { name: `${name}, of ${MANY}`, value: manyMs, unit: "ms" },
      { name: "  many ÷ few", value: manyMs / fewMs, unit: "×", ...(atMost && { atMost }) },
    );
  }
  return figures;
}

/** So that whatever else the machine does meets both alike. */
async function inTurn(ofFew, ofMany) {
  const seen = { few: [], many: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seen.few.push(await timed(ofFew));
    seen.many.push(await timed(ofMany));
    // What takes long need not be seen two hundred times.
    if (seen.many.at(-1) > 50 && round >= 10) break;
  }
  return { few: median(seen.few), many: median(seen.many) };
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** One picture a request, a minute apart. */
async function addPerson(pool, count) {
  const accountId = randomUUID();
  const walletId = randomUUID();
  await pool.query("INSERT INTO accounts (id) VALUES ($1)", [accountId]);
  await pool.query("INSERT INTO wallets (id, account_id) VALUES ($1, $2)", [walletId, accountId]);
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(
      `CREATE TEMP TABLE made ON COMMIT DROP AS
         SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS asset_id,
                now() - n * interval '1 minute' AS at FROM generate_series(1, ${count}) n ORDER BY random()`,
    );
    await client.query(
      `INSERT INTO generations (id, request_key, source, account_id, payer_wallet_id, model_id, catalog_version, seed,
                                requested_count, unit_credits, quoted_credits, state, lane, visibility, retention,
                                created_at, ended_at)
         SELECT id, id::text, 'command', $1, $2, 'flux-schnell', '1', 1, 1, 1, 1, 'succeeded', 'quick', 'everyone',
                'keep', at, at FROM made`,
      [accountId, walletId],
    );
    await client.query(
      `INSERT INTO generation_contents (generation_id, prompt, options)
         SELECT id, CASE WHEN n % 50 = 0 THEN 'a lighthouse in a storm, number ' ELSE 'a red fox in the snow, number ' END || n, '{}'
           FROM made`,
    );
    await client.query(
      `INSERT INTO assets (id, owner_account_id, key, sha256, kind, content_type, width, height, size_bytes, state)
         SELECT asset_id, $1, 'outputs/' || asset_id, '', 'output', 'image/png', 1024, 1024, 1000000, 'stored' FROM made`,
      [accountId],
    );
    await client.query(
      `INSERT INTO generation_outputs (generation_id, "index", state, asset_id, credits, favourited_by)
         SELECT id, 0, 'kept', asset_id, 1, CASE WHEN n % 100 = 0 THEN $1::uuid END FROM made`,
      [accountId],
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  return accountId;
}
