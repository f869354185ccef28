import type { PrismaClient } from "../../adapters/prisma/database-client.js";
import type { SketchCondition } from "../../adapters/sketch/sketch-provider.js";
import type { ConditionSwitches } from "../conditions.js";
import type { StripeControl } from "../stripe-api/control-types.js";
import { createPaymentsReader, type PaymentsView } from "./payments-view.js";

const SHOWN_REQUESTS = 30;
const SHOWN_BOOKINGS = 60;

/** The wallet of somebody who has talked to the bot. */
export interface WalletRow {
  readonly platform: string;
  readonly userId: string;
  readonly balance: number;
  readonly held: number;
  readonly debt: number;
}

export interface RequestRow {
  readonly id: string;
  readonly platform: string | null;
  readonly userId: string | null;
  readonly prompt: string | null;
  readonly modelId: string;
  readonly count: number;
  readonly state: string;
  readonly errorCode: string | null;
  /** Place in line while it waits. */
  readonly place: number | null;
  readonly price: number;
  readonly charged: number;
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** A line of the books, or of what is set aside: those are no entries, but a person sees them as one story. */
export interface BookingRow {
  readonly key: string;
  readonly platform: string | null;
  readonly userId: string | null;
  readonly kind: string;
  /** Signed. A capture takes from what its hold had set aside already. */
  readonly amount: number;
  /** Signed: what is owed from now on, or no longer. */
  readonly debtDelta: number;
  /** Null for what is no ledger entry. */
  readonly balanceAfter: number | null;
  readonly reasonCode: string | null;
  readonly at: Date;
}

export interface InsideView {
  readonly next: SketchCondition;
  readonly wallets: readonly WalletRow[];
  readonly requests: readonly RequestRow[];
  readonly bookings: readonly BookingRow[];
  readonly payments: PaymentsView;
}

export function createInsideReader(deps: {
  client: PrismaClient;
  conditions: ConditionSwitches;
  stripe: StripeControl;
}): () => Promise<InsideView> {
  const { client, conditions } = deps;
  const readPayments = createPaymentsReader(deps);
  return async () => ({
    next: conditions.upcoming(),
    wallets: await readWallets(client),
    requests: await readRequests(client),
    bookings: await readBookings(client),
    payments: await readPayments(),
  });
}

function readWallets(client: PrismaClient): Promise<WalletRow[]> {
  return client.$queryRaw<WalletRow[]>`
    SELECT i.platform, i.platform_user_id AS "userId", w.balance, w.held, w.debt
      FROM wallets w
      JOIN identities i ON i.account_id = w.account_id
     ORDER BY i.created_at, i.platform, i.platform_user_id`;
}

function readRequests(client: PrismaClient): Promise<RequestRow[]> {
  return client.$queryRaw<RequestRow[]>`
    SELECT g.id, i.platform, i.platform_user_id AS "userId", c.prompt, g.model_id AS "modelId",
           g.requested_count AS count, g.state, g.error_code AS "errorCode",
           CASE WHEN g.state IN ('intake', 'queued') THEN
             1 + (SELECT count(*)::int FROM generations ahead
                   WHERE ahead.lane = g.lane AND ahead.state IN ('intake', 'queued')
                     AND (ahead.queue_tag, ahead.queue_seq) < (g.queue_tag, g.queue_seq))
           END AS place,
           g.quoted_credits AS price, g.captured_credits AS charged,
           g.created_at AS "createdAt", g.queued_at AS "queuedAt", g.started_at AS "startedAt",
           g.ended_at AS "endedAt"
      FROM generations g
      LEFT JOIN generation_contents c ON c.generation_id = g.id
      LEFT JOIN LATERAL (SELECT d.platform, d.user_id AS platform_user_id FROM deliveries d
                          WHERE d.generation_id = g.id ORDER BY d.created_at LIMIT 1) i ON true
     ORDER BY g.created_at DESC, g.queue_seq DESC
     LIMIT ${SHOWN_REQUESTS}`;
}

function readBookings(client: PrismaClient): Promise<BookingRow[]> {
  return client.$queryRaw<BookingRow[]>`
    SELECT b.key, i.platform, i.platform_user_id AS "userId", b.kind, b.amount,
           b.debt_delta AS "debtDelta", b.balance_after AS "balanceAfter", b.reason_code AS "reasonCode", b.at
      FROM (
        SELECT 'entry:' || e.id AS key, e.wallet_id, e.kind, e.amount, e.debt_delta, e.balance_after, e.reason_code,
               e.created_at AS at, e.seq AS tie
          FROM ledger_entries e
        UNION ALL
        SELECT 'hold:' || h.id, h.wallet_id, 'hold', -h.amount, 0, NULL, NULL, h.created_at, 0 FROM holds h
        UNION ALL
        SELECT 'end:' || e.hold_id, h.wallet_id, CASE e.kind WHEN 'expire' THEN 'expire' ELSE 'release' END, e.released, 0, NULL, NULL, e.created_at, 1
          FROM hold_ends e JOIN holds h ON h.id = e.hold_id
         WHERE e.released > 0
      ) b
      JOIN wallets w ON w.id = b.wallet_id
      LEFT JOIN LATERAL (SELECT platform, platform_user_id FROM identities
                          WHERE account_id = w.account_id ORDER BY created_at LIMIT 1) i ON true
     ORDER BY b.at DESC, b.tie DESC, b.key
     LIMIT ${SHOWN_BOOKINGS}`;
}
