import { parseCredits } from "../../core/credits.js";
import { AppError } from "../../core/errors.js";
import type { HoldId, WalletId } from "../../core/ids.js";
import type { LedgerEntry, Wallet, WalletDifference } from "../../core/ports/ledger-store.js";
import type { DatabaseClient } from "./database-client.js";

export async function readWallet(client: DatabaseClient, walletId: WalletId): Promise<Wallet> {
  const row = await client.wallet.findUnique({ where: { id: walletId } });
  if (row === null) {
    const message = `wallet ${walletId} does not exist`;
    throw new AppError({ code: "not_found", message, retryable: false });
  }
  return {
    id: walletId,
    balance: parseCredits(row.balance),
    held: parseCredits(row.held),
    available: parseCredits(row.balance - row.held),
    debt: parseCredits(row.debt),
    isFrozen: row.frozenAt !== null,
  };
}

export async function listEntries(
  client: DatabaseClient,
  walletId: WalletId,
  limit: number,
): Promise<readonly LedgerEntry[]> {
  const rows = await client.ledgerEntry.findMany({
    where: { walletId },
    orderBy: { seq: "desc" },
    take: limit,
  });
  return rows.map((row) => ({
    id: row.id,
    seq: row.seq,
    kind: row.kind as LedgerEntry["kind"], // One of these by ledger_entries_kind_known.
    amount: row.amount,
    debtDelta: row.debtDelta,
    balanceAfter: parseCredits(row.balanceAfter),
    debtAfter: parseCredits(row.debtAfter),
    holdId: row.holdId as HoldId | null,
    reasonCode: row.reasonCode,
    createdAt: row.createdAt,
  }));
}

interface DifferenceRow {
  wallet_id: string;
  figure: WalletDifference["figure"];
  stored: number;
  computed: number;
}

/** One statement, so one snapshot: work going on meanwhile makes no differences. */
export async function findDifferences(
  client: DatabaseClient,
): Promise<readonly WalletDifference[]> {
  const rows = await client.$queryRaw<DifferenceRow[]>`
    WITH entries AS (
      SELECT wallet_id, sum(amount) AS amount, sum(debt_delta) AS debt, max(seq) AS last_seq,
             count(*) AS entry_count, -coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0) AS captured
        FROM ledger_entries GROUP BY wallet_id
    ), lot_sums AS (
      SELECT wallet_id, sum(remaining) AS remaining, sum(held) AS held FROM lots GROUP BY wallet_id
    ), hold_sums AS (
      SELECT h.wallet_id, sum(h.amount) FILTER (WHERE e.hold_id IS NULL) AS held, sum(e.captured) AS captured,
             count(*) FILTER (WHERE e.hold_id IS NULL) AS unended, count(o.hold_id) AS open
        FROM holds h LEFT JOIN hold_ends e ON e.hold_id = h.id LEFT JOIN open_holds o ON o.hold_id = h.id
        GROUP BY h.wallet_id
    ), figures AS (
      SELECT w.id AS wallet_id, figure, coalesce(stored, 0) AS stored, coalesce(computed, 0) AS computed
        FROM wallets w
        LEFT JOIN entries ON entries.wallet_id = w.id
        LEFT JOIN lot_sums ON lot_sums.wallet_id = w.id
        LEFT JOIN hold_sums ON hold_sums.wallet_id = w.id
        CROSS JOIN LATERAL (VALUES
          ('balance_entries', w.balance::bigint, entries.amount),
          ('balance_lots', w.balance, lot_sums.remaining),
          ('held_holds', w.held, hold_sums.held),
          ('held_lots', w.held, lot_sums.held),
          ('debt_entries', w.debt, entries.debt),
          ('sequence', w.next_seq - 1, CASE WHEN entries.entry_count = w.next_seq - 1
            THEN entries.last_seq ELSE entries.entry_count END),
          ('hold_ends', hold_sums.captured, entries.captured),
          ('open_holds', hold_sums.open, hold_sums.unended)
        ) AS pairs(figure, stored, computed)
    )
    SELECT wallet_id, figure, stored::float8 AS stored, computed::float8 AS computed
      FROM figures WHERE stored <> computed ORDER BY wallet_id, figure`;
  return rows.map((row) => ({
    walletId: row.wallet_id as WalletId,
    figure: row.figure,
    stored: row.stored,
    computed: row.computed,
  }));
}
