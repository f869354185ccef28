import { parseCredits } from "../../core/credits.js";
import type { AccountId, WalletId } from "../../core/ids.js";
import type {
  Checkout,
  CheckoutStore,
  PaymentStore,
  PurchaseStore,
} from "../../core/ports/payment-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Checkout as CheckoutRow } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";
import { listUnsettled, paymentEvents } from "./prisma-payment-events.js";
import { paymentNotices } from "./prisma-payment-notices.js";
import { openTarget, sealTarget } from "./sealed-target.js";

export function createPrismaPaymentStore(client: DatabaseClient, sealer: Sealer): PaymentStore {
  return {
    checkouts: { ...checkoutReading(client, sealer), ...checkoutWriting(client, sealer) },
    purchases: purchases(client),
    events: paymentEvents(client),
    notices: paymentNotices(client, sealer),
    listUnsettled: (input) => listUnsettled(client, input),
  };
}

function checkoutReading(
  client: DatabaseClient,
  sealer: Sealer,
): Pick<CheckoutStore, "findByRequestKey" | "findRecent" | "countOpen" | "read" | "lock"> {
  const read = async (id: string) =>
    toCheckout(await client.checkout.findUnique({ where: { id } }), sealer);
  return {
    read,

    async findByRequestKey(requestKey) {
      return toCheckout(await client.checkout.findUnique({ where: { requestKey } }), sealer);
    },

    async findRecent({ accountId, packId, since }) {
      const row = await client.checkout.findFirst({
        where: { accountId, packId, state: "open", createdAt: { gt: since } },
        orderBy: { createdAt: "desc" },
      });
      return toCheckout(row, sealer);
    },

    countOpen({ accountId, since }) {
      return client.checkout.count({
        where: { accountId, state: "open", railKey: { not: null }, createdAt: { gt: since } },
      });
    },

    async lock(id) {
      await client.$queryRaw`SELECT 1 FROM checkouts WHERE id = ${id}::uuid FOR UPDATE`;
      return read(id);
    },
  };
}

function checkoutWriting(
  client: DatabaseClient,
  sealer: Sealer,
): Pick<CheckoutStore, "insert" | "recordOpened" | "markPaid" | "markExpired" | "expireOverdue"> {
  return {
    async insert({ target, ...checkout }) {
      await client.checkout.create({
        data: { ...checkout, state: "open", targetCipher: sealTarget(sealer, target) },
      });
    },

    async recordOpened({ id, railKey }) {
      await client.checkout.updateMany({ where: { id, railKey: null }, data: { railKey } });
    },

    async markPaid({ id, railKey, at }) {
      await client.checkout.update({
        where: { id },
        data: { state: "paid", railKey, endedAt: at, notice: "credits_bought", toldAt: null },
      });
    },

    async markExpired({ rail, railKey, at, hasFailed }) {
      const [row] = await client.checkout.updateManyAndReturn({
        where: { rail, railKey, state: "open" },
        data: { state: "expired", endedAt: at, ...(hasFailed && { notice: "payment_failed" }) },
        select: { id: true },
      });
      return row ?? null;
    },

    async expireOverdue({ before, at }) {
      const { count } = await client.checkout.updateMany({
        where: { state: "open", expiresAt: { lt: before } },
        data: { state: "expired", endedAt: at },
      });
      return count;
    },
  };
}

function purchases(client: DatabaseClient): PurchaseStore {
  return {
    async insert({ id, checkout, railKey, paidMinor, paymentRef, at }) {
      const { rail, accountId, walletId, priceVersion, currency, credits } = checkout;
      await client.purchase.create({
        data: {
          id,
          rail,
          railKey,
          payerAccountId: accountId,
          walletId,
          priceVersion,
          paidMinor,
          currency,
          credits,
          state: "paid",
          paymentRef,
          createdAt: at,
        },
      });
    },

    async findByPayment({ rail, paymentRef }) {
      const row = await client.purchase.findUnique({
        where: { rail_paymentRef: { rail, paymentRef } },
      });
      if (!row) return null;
      const { id, paidMinor, currency } = row;
      return { id, rail, paidMinor, currency, credits: parseCredits(row.credits) };
    },

    async lock(id) {
      await client.$queryRaw`SELECT 1 FROM purchases WHERE id = ${id}::uuid FOR UPDATE`;
    },

    async listReversals(purchaseId) {
      const rows = await client.reversal.findMany({ where: { purchaseId } });
      return rows.map((row) => ({
        key: row.reversalKey,
        requested: parseCredits(row.requested),
      }));
    },
  };
}

function toCheckout(row: CheckoutRow | null, sealer: Sealer): Checkout | null {
  if (!row) return null;
  const states: readonly Checkout["state"][] = ["open", "paid", "expired"];
  return {
    id: row.id,
    rail: "stripe", // The only one so far.
    railKey: row.railKey,
    accountId: row.accountId as AccountId,
    walletId: row.walletId as WalletId,
    packId: row.packId,
    priceVersion: row.priceVersion,
    priceMinor: row.priceMinor,
    currency: row.currency,
    credits: parseCredits(row.credits),
    state: states.find((state) => state === row.state) ?? "expired",
    target: openTarget(sealer, row.targetCipher),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}
