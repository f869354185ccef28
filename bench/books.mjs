// What the books cost: hold and capture on one wallet that everybody wants, next to the same steps on a bare balance.
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { applyMigrations } from "../dist/adapters/prisma/migrator.js";
import { median } from "./figures.mjs";
import { onPostgres } from "./servers.mjs";

const CONNECTIONS = 8;
const ROUNDS = 5;
const ROUND_MS = 2_000;

/** The least that could be done: two figures in one row, no entries, no lots, no keys. */
const BALANCE_ONLY = `
  CREATE TABLE bare_wallets (id uuid PRIMARY KEY, balance integer NOT NULL, held integer NOT NULL);
  CREATE FUNCTION bare_reserve(p_id uuid, p_amount integer) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE bare_wallets SET held = held + p_amount WHERE id = p_id AND balance - held >= p_amount;
    RETURN FOUND;
  END $$;
  CREATE FUNCTION bare_charge(p_id uuid, p_amount integer) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE bare_wallets SET held = held - p_amount, balance = balance - p_amount
      WHERE id = p_id AND held >= p_amount;
    RETURN FOUND;
  END $$;`;

/** @type {import("./figures.mjs").Measurement} */
export const booksMeasurement = {
  name: "books",
  what: `hold + capture on one wallet, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s each, in turn`,
  async measure() {
    const figures = await onPostgres(async (url) => {
      await applyMigrations({ kind: "server", url });
      const pool = new Pool({ connectionString: url, max: CONNECTIONS });
      try {
        return toFigures(await measureBoth(pool));
      } finally {
        await pool.end();
      }
    });
    return figures ?? [{ name: "books", value: null, unit: "", note: "no Postgres reachable" }];
  },
};

async function measureBoth(pool) {
  const wallet = await openWallet(pool);
  const bareId = randomUUID();
  await pool.query(BALANCE_ONLY);
  await pool.query("INSERT INTO bare_wallets VALUES ($1, 1000000000, 0)", [bareId]);
  const books = [];
  const bare = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    books.push(await pairsPerSecond(pool, (client) => holdAndCapture(client, wallet)));
    bare.push(await pairsPerSecond(pool, (client) => reserveAndCharge(client, bareId)));
  }
  return { books: median(books), bare: median(bare) };
}

async function openWallet(pool) {
  const [accountId, walletId] = [randomUUID(), randomUUID()];
  await pool.query("INSERT INTO accounts (id) VALUES ($1)", [accountId]);
  await pool.query("INSERT INTO wallets (id, account_id) VALUES ($1, $2)", [walletId, accountId]);
  await pool.query(
    "SELECT ledger_grant($1, $2, 'grant', 'trial', 'bench', 1000000000, NULL, NULL, NULL, NULL, false)",
    [randomUUID(), walletId],
  );
  return { accountId, walletId };
}

async function holdAndCapture(client, { accountId, walletId }) {
  const { rows } = await client.query(
    `SELECT hold_id FROM ledger_hold($1, $2, $3, NULL, $4, 1, $5, '{}', NULL, now() + interval '1 hour', now())`,
    [randomUUID(), walletId, accountId, randomUUID(), randomUUID()],
  );
  await client.query("SELECT captured FROM ledger_capture($1, 1, now())", [rows[0].hold_id]);
}

async function reserveAndCharge(client, id) {
  await client.query("SELECT bare_reserve($1, 1)", [id]);
  await client.query("SELECT bare_charge($1, 1)", [id]);
}

/** Every connection goes on until the time is over. */
async function pairsPerSecond(pool, pair) {
  const startedAt = performance.now();
  let count = 0;
  async function work() {
    const client = await pool.connect();
    try {
      for (; performance.now() - startedAt < ROUND_MS; count += 1) await pair(client);
    } finally {
      client.release();
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return count / ((performance.now() - startedAt) / 1_000);
}

function toFigures({ books, bare }) {
  const unit = "pairs/s";
  return [
    { name: "the books", value: books, unit },
    { name: "a bare balance", value: bare, unit },
    { name: "bare ÷ books", value: bare / books, unit: "times", note: "for information" },
  ];
}
