import { parseCredits } from "../../core/credits.js";
import type { AccountId } from "../../core/ids.js";
import type {
  DueNotice,
  NoticeSubject,
  PaymentNoticeStore,
} from "../../core/ports/payment-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Checkout } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";
import { openTarget } from "./sealed-target.js";

const RAIL = "stripe";

/** What buyers are still to be told. */
export function paymentNotices(client: DatabaseClient, sealer: Sealer): PaymentNoticeStore {
  return {
    read: ({ kind, id }) =>
      kind === "checkout"
        ? readCheckoutNotice(client, sealer, id)
        : readReversalNotice(client, sealer, id),

    async markTold({ kind, id }, at) {
      const data = { toldAt: at };
      if (kind === "checkout") {
        await client.checkout.updateMany({ where: { id, toldAt: null }, data });
      } else {
        const where = { rail: RAIL, reversalKey: id, toldAt: null };
        await client.reversal.updateMany({ where, data });
      }
    },

    listOpen: ({ since, now, limit }) => client.$queryRaw<NoticeSubject[]>`
      SELECT kind, id FROM (
        SELECT 'checkout' AS kind, c.id::text AS id, c.ended_at AS at FROM checkouts c
          WHERE c.notice IS NOT NULL AND c.ended_at > ${since}::timestamptz AND (c.told_at IS NULL
            OR c.state = 'paid' AND EXISTS (SELECT 1 FROM pending_requests p
              WHERE p.account_id = c.account_id AND p.waits_for = 'payment'
                AND p.expires_at > ${now}::timestamptz AND p.created_at < c.ended_at))
        UNION ALL
        SELECT 'reversal', r.reversal_key, r.created_at FROM reversals r
          WHERE r.told_at IS NULL AND r.due > 0 AND r.created_at > ${since}::timestamptz
      ) AS subjects ORDER BY at LIMIT ${limit}`,
  };
}

async function readCheckoutNotice(
  client: DatabaseClient,
  sealer: Sealer,
  id: string,
): Promise<DueNotice | null> {
  const row = await client.checkout.findUnique({ where: { id } });
  if (!row?.notice) return null;
  return {
    accountId: row.accountId as AccountId,
    target: openTarget(sealer, row.targetCipher),
    isTold: row.toldAt !== null,
    content:
      row.notice === "payment_failed"
        ? { kind: "payment_failed" }
        : {
            kind: "credits_bought",
            credits: parseCredits(row.credits),
            settledDebtCredits: parseCredits(await readSettledDebt(client, row)),
          },
  };
}

/** A top-up's entry says how much of it paid old debt. */
async function readSettledDebt(client: DatabaseClient, checkout: Checkout): Promise<number> {
  const { rail, railKey } = checkout;
  if (railKey === null) return 0;
  const purchase = await client.purchase.findUnique({
    where: { rail_railKey: { rail, railKey } },
    select: { id: true },
  });
  const entry =
    purchase &&
    (await client.ledgerEntry.findFirst({
      where: { purchaseId: purchase.id, kind: "top_up" },
      select: { debtDelta: true },
    }));
  return Math.abs(entry?.debtDelta ?? 0);
}

async function readReversalNotice(
  client: DatabaseClient,
  sealer: Sealer,
  reversalKey: string,
): Promise<DueNotice | null> {
  const row = await client.reversal.findUnique({
    where: { rail_reversalKey: { rail: RAIL, reversalKey } },
    include: { purchase: true },
  });
  if (!row || row.due === 0) return null;
  const { rail, railKey, payerAccountId } = row.purchase;
  const checkout = await client.checkout.findUnique({ where: { rail_railKey: { rail, railKey } } });
  return {
    accountId: payerAccountId as AccountId,
    target: openTarget(sealer, checkout?.targetCipher ?? null),
    isTold: row.toldAt !== null,
    content: {
      kind: "credits_taken_back",
      credits: parseCredits(row.due),
      debtCredits: parseCredits(row.debtAdded),
    },
  };
}
