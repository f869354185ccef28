// What the books cost: hold and capture on one wallet that everybody wants, next to the same steps on a bare balance.
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { applyMigrations } from "../dist/adapters/prisma/migrator.js";
import { median } from "./figures.mjs";
import { onPostgres } from "./servers.mjs";

const CONNECTIONS = 8;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const FEW = 1_000;
const MANY = 1_000_000;

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
  what: `hold + capture on one wallet, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s each; again after ${MANY.toLocaleString("en")} entries`,
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
  const measureBooks = () => pairsPerSecond(pool, (client) => holdAndCapture(client, wallet));
  const measureBare = () => pairsPerSecond(pool, (client) => reserveAndCharge(client, bareId));
  await addPastEntries(pool, wallet, FEW);
  const few = await inTurn({ books: measureBooks, bare: measureBare });
  await addPastEntries(pool, wallet, MANY);
  const many = await inTurn({ books: measureBooks, bare: measureBare });
  return { few, many };
}

/** So that whatever else the machine does meets both alike. */
async function inTurn({ books, bare }) {
  const seen = { books: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seen.books.push(await books());
    seen.bare.push(await bare());
  }
  return { books: median(seen.books), bare: median(seen.bare) };
}

/** What that many pairs would have left behind, written in one go. */
async function addPastEntries(pool, { accountId, walletId }, count) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(
      `CREATE TEMP TABLE past ON COMMIT DROP AS
         SELECT n, gen_random_uuid() AS hold_id, gen_random_uuid() AS entry_id,
                (SELECT next_seq FROM wallets WHERE id = $2) AS first_seq,
                (SELECT balance FROM wallets WHERE id = $2) AS balance
           FROM generate_series(1, $1::integer) AS n`,
      [count, walletId],
    );
    const [{ id: lotId }] = (
      await client.query("SELECT id FROM lots WHERE wallet_id = $1", [walletId])
    ).rows;
    await client.query(
      `INSERT INTO holds (id, wallet_id, spender_account_id, generation_id, amount, idempotency_key, roles, expires_at)
         SELECT hold_id, $1, $2, gen_random_uuid(), 1, 'past:' || hold_id, '{}', now() FROM past`,
      [walletId, accountId],
    );
    await client.query(
      "INSERT INTO hold_lots (hold_id, lot_id, amount) SELECT hold_id, $1, 1 FROM past",
      [lotId],
    );
    await client.query(
      `INSERT INTO ledger_entries (id, wallet_id, seq, kind, amount, balance_after, debt_after, idempotency_key, input_hash, hold_id)
         SELECT entry_id, $1, first_seq + n - 1, 'capture', -1, balance - n, 0, 'past:' || entry_id, '', hold_id FROM past`,
      [walletId],
    );
    await client.query(
      "INSERT INTO entry_lots (entry_id, lot_id, amount) SELECT entry_id, $1, -1 FROM past",
      [lotId],
    );
    await client.query(
      "INSERT INTO hold_ends (hold_id, kind, captured, released, entry_id) SELECT hold_id, 'capture', 1, 0, entry_id FROM past",
    );
    await client.query("UPDATE lots SET remaining = remaining - $2 WHERE id = $1", [lotId, count]);
    await client.query(
      "UPDATE wallets SET balance = balance - $2, next_seq = next_seq + $2 WHERE id = $1",
      [walletId, count],
    );
    await client.query("COMMIT");
    await client.query("ANALYZE");
  } finally {
    client.release();
  }
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

function toFigures({ few, many }) {
  const unit = "pairs/s";
  return [
    { name: "the books", value: few.books, unit },
    { name: "a bare balance", value: few.bare, unit },
    { name: "books ÷ bare", value: few.books / few.bare, unit: "times", atLeast: 0.5 },
    { name: `the books after ${MANY.toLocaleString("en")} entries`, value: many.books, unit },
    {
      name: "after many ÷ after few",
      value: many.books / few.books,
      unit: "times",
      atLeast: 0.9,
      note: `the bare balance meanwhile: ${(many.bare / few.bare).toFixed(2)} times`,
    },
  ];
}
