import { z } from "zod";
import {
  type PaymentEvent,
  type PaymentEventStore,
  type PaymentStore,
  UNSETTLED_OUTCOMES,
  type UnsettledPayment,
} from "../../core/ports/payment-store.js";
import type { DatabaseClient } from "./database-client.js";

const PayloadSchema = z.object({
  news: z.discriminatedUnion("kind", [
    z.object({
      kind: z.enum(["checkout_paid", "checkout_failed", "checkout_expired"]),
      checkoutKey: z.string(),
    }),
    z.object({ kind: z.literal("payment_reversed"), paymentRef: z.string() }),
    z.object({ kind: z.literal("other") }),
  ]),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** What the rail told us, each event once. */
export function paymentEvents(client: DatabaseClient): PaymentEventStore {
  return {
    async save({ rail, eventId, type, news, facts }, at) {
      const { count } = await client.paymentEvent.createMany({
        data: { rail, eventId, type, payload: { news, facts }, createdAt: at },
        skipDuplicates: true,
      });
      return count === 1;
    },

    async readOpen({ rail, eventId }) {
      const row = await client.paymentEvent.findUnique({
        where: { rail_eventId: { rail, eventId } },
      });
      if (!row || row.processedAt !== null) return null;
      const payload = PayloadSchema.parse(row.payload);
      return { rail, eventId, type: row.type, ...payload } satisfies PaymentEvent;
    },

    async finish({ rail, eventId, outcome, at }) {
      await client.paymentEvent.updateMany({
        where: { rail, eventId, processedAt: null },
        data: { outcome, processedAt: at },
      });
    },

    async listOpen({ before, limit }) {
      const rows = await client.paymentEvent.findMany({
        where: { processedAt: null, createdAt: { lte: before } },
        orderBy: { createdAt: "asc" },
        take: limit,
        select: { eventId: true },
      });
      return rows.map(({ eventId }) => ({ rail: "stripe", eventId }));
    },
  };
}

export async function listUnsettled(
  client: DatabaseClient,
  { overdueBefore, limit }: Parameters<PaymentStore["listUnsettled"]>[0],
): Promise<readonly UnsettledPayment[]> {
  const rows = await client.paymentEvent.findMany({
    where: {
      OR: [
        { outcome: { in: [...UNSETTLED_OUTCOMES] } },
        { processedAt: null, createdAt: { lt: overdueBefore } },
      ],
    },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
  return rows.map((row) => ({
    rail: "stripe",
    eventId: row.eventId,
    type: row.type,
    outcome: UNSETTLED_OUTCOMES.find((outcome) => outcome === row.outcome) ?? null,
    facts: PayloadSchema.parse(row.payload).facts,
    receivedAt: row.createdAt,
  }));
}
