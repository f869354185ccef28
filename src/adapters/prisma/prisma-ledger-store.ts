import { randomUUID } from "node:crypto";
import { type Credits, parseCredits } from "../../core/credits.js";
import { AppError } from "../../core/errors.js";
import type { GenerationId, HoldId, WalletId } from "../../core/ids.js";
import type { Clock } from "../../core/ports/clock.js";
import type {
  ClawbackInput,
  ClawbackResult,
  GrantInput,
  HoldEnd,
  HoldInput,
  HoldReceipt,
  LedgerStore,
  WalletOwner,
} from "../../core/ports/ledger-store.js";
import { ok, type Refusal, type Result, refuse } from "../../core/refusal.js";
import type { DatabaseClient } from "./database-client.js";
import { findDifferences, listEntries, readWallet } from "./ledger-reading.js";
import { parsePostgresError } from "./postgres-error.js";

/** Every change is one call of a `ledger_…` function of the migrations: the rules are there. */
export function createPrismaLedgerStore(
  client: DatabaseClient,
  clock: Pick<Clock, "now">,
): LedgerStore {
  return {
    openWallet: (owner) => openWallet(client, owner),
    readWallet: (walletId) => readWallet(client, walletId),
    grant: (input) => translateErrors(() => grant(client, input)),
    hold: (input) => translateErrors(() => hold(client, input, clock.now())),
    findHold: (generationId) => findHold(client, generationId),
    capture: (input) => translateErrors(() => capture(client, input, clock.now())),
    release: (input) => translateErrors(() => release(client, input, clock.now())),
    expireHolds: ({ now, limit }) => expireHolds(client, now, limit),
    expireLots: ({ now, limit }) => expireLots(client, now, limit),
    clawback: (input) => translateErrors(() => clawback(client, input)),
    listEntries: (walletId, { limit }) => listEntries(client, walletId, limit),
    findDifferences: () => findDifferences(client),
    countWallets: () => client.wallet.count(),
  };
}

async function openWallet(client: DatabaseClient, owner: WalletOwner): Promise<WalletId> {
  const accountId = "accountId" in owner ? owner.accountId : null;
  const communityId = "communityId" in owner ? owner.communityId : null;
  await client.$executeRaw`
    INSERT INTO wallets (id, account_id, community_id)
    VALUES (${randomUUID()}::uuid, ${accountId}::uuid, ${communityId}::uuid) ON CONFLICT DO NOTHING`;
  const wallet = await client.wallet.findFirstOrThrow({
    where: accountId === null ? { communityId } : { accountId },
    select: { id: true },
  });
  return wallet.id as WalletId;
}

async function grant(client: DatabaseClient, input: GrantInput): Promise<{ isRepeat: boolean }> {
  const row = await readRow(client.$queryRaw<{ is_repeat: boolean }[]>`
    SELECT ledger_grant(
      ${randomUUID()}::uuid, ${input.walletId}::uuid, ${input.kind}, ${input.source}, ${input.sourceKey},
      ${input.amount}::integer, ${input.expiresAt}::timestamptz, ${input.purchaseId ?? null}::uuid,
      ${input.actorId ?? null}::uuid, ${input.reasonCode ?? null}, ${input.isGiftable}) AS is_repeat`);
  return { isRepeat: row.is_repeat };
}

interface HoldRow {
  outcome: "held" | "repeat" | "insufficient_credits" | "wallet_in_debt" | "wallet_frozen";
  hold_id: string | null;
  figure: number | null;
}

async function hold(
  client: DatabaseClient,
  input: HoldInput,
  now: Date,
): Promise<Result<HoldReceipt>> {
  const row = await readRow(client.$queryRaw<HoldRow[]>`
    SELECT * FROM ledger_hold(
      ${randomUUID()}::uuid, ${input.walletId}::uuid, ${input.spenderAccountId}::uuid,
      ${input.communityId}::uuid, ${input.generationId}::uuid, ${input.amount}::integer,
      ${input.idempotencyKey}, ${[...(input.roles ?? [])]}::text[], ${input.placeId ?? null},
      ${input.expiresAt}::timestamptz, ${now}::timestamptz)`);
  if (row.hold_id === null) return refuse(toRefusal(row, input));
  return ok({ holdId: row.hold_id as HoldId, isRepeat: row.outcome === "repeat" });
}

function toRefusal(row: HoldRow, input: HoldInput): Refusal {
  const figure = parseCredits(row.figure ?? 0);
  if (row.outcome === "wallet_frozen") return { kind: "wallet_frozen" };
  if (row.outcome === "wallet_in_debt") return { kind: "wallet_in_debt", debtCredits: figure };
  return { kind: "insufficient_credits", costCredits: input.amount, availableCredits: figure };
}

async function findHold(
  client: DatabaseClient,
  generationId: GenerationId,
): Promise<HoldId | null> {
  const [hold] = await client.$queryRaw<{ id: string }[]>`
    SELECT id FROM holds WHERE generation_id = ${generationId}::uuid LIMIT 1`;
  return (hold?.id ?? null) as HoldId | null;
}

interface HoldEndRow {
  kind: HoldEnd["kind"];
  captured: number;
  released: number;
  is_repeat: boolean;
}

async function capture(
  client: DatabaseClient,
  input: { holdId: HoldId; amount: Credits },
  now: Date,
): Promise<HoldEnd> {
  const rows = client.$queryRaw<HoldEndRow[]>`
    SELECT * FROM ledger_capture(${input.holdId}::uuid, ${input.amount}::integer, ${now}::timestamptz)`;
  return toHoldEnd(await readRow(rows));
}

async function release(
  client: DatabaseClient,
  input: { holdId: HoldId },
  now: Date,
): Promise<HoldEnd> {
  const rows = client.$queryRaw<HoldEndRow[]>`
    SELECT * FROM ledger_release(${input.holdId}::uuid, ${now}::timestamptz)`;
  return toHoldEnd(await readRow(rows));
}

function toHoldEnd(row: HoldEndRow): HoldEnd {
  return {
    kind: row.kind,
    captured: parseCredits(row.captured),
    released: parseCredits(row.released),
    isRepeat: row.is_repeat,
  };
}

async function expireHolds(client: DatabaseClient, now: Date, limit: number): Promise<number> {
  const row = await readRow(client.$queryRaw<{ count: number }[]>`
    SELECT ledger_expire_holds(${now}::timestamptz, ${limit}::integer) AS count`);
  return row.count;
}

async function expireLots(client: DatabaseClient, now: Date, limit: number): Promise<number> {
  const row = await readRow(client.$queryRaw<{ count: number }[]>`
    SELECT ledger_expire_lots(${now}::timestamptz, ${limit}::integer) AS count`);
  return row.count;
}

interface ClawbackRow {
  taken: number;
  debt_added: number;
  is_repeat: boolean;
}

async function clawback(client: DatabaseClient, input: ClawbackInput): Promise<ClawbackResult> {
  const row = await readRow(client.$queryRaw<ClawbackRow[]>`
    SELECT * FROM ledger_clawback(
      ${input.purchaseId}::uuid, ${input.rail}, ${input.reversalKey}, ${input.kind},
      ${input.due}::integer)`);
  return {
    taken: parseCredits(row.taken),
    debtAdded: parseCredits(row.debt_added),
    isRepeat: row.is_repeat,
  };
}

async function readRow<Row>(query: Promise<Row[]>): Promise<Row> {
  const [row] = await query;
  if (row === undefined) throw new Error("a ledger function answered with no row");
  return row;
}

// LG4xx are raised by the ledger's functions. 23505: the key is being used for another wallet just now.
async function translateErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const postgres = parsePostgresError(cause);
    if (postgres === null) throw cause;
    const { sqlState, message } = postgres;
    if (sqlState === "LG404") {
      throw new AppError({ code: "not_found", message, retryable: false, cause });
    }
    if (sqlState === "LG409" || sqlState === "23505") {
      throw new AppError({ code: "ledger_conflict", message, retryable: false, cause });
    }
    if (sqlState === "LG422") throw new RangeError(message, { cause });
    throw cause;
  }
}
