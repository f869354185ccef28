import type { DeliveryId, GenerationId } from "../../core/ids.js";
import type { DeliveredMessage, DeliveryStore } from "../../core/ports/delivery-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import { type Delivery as DeliveryRow, Prisma } from "../../generated/prisma/client.js";
import { columnsOf } from "./columns.js";
import type { DatabaseClient } from "./database-client.js";
import { toDelivery, toRow } from "./delivery-rows.js";

/** A try that failed is looked for again by the sweep after this, should its job be lost. */
const SWEEP_AFTER_MS = 15_000;
const DELIVERY_COLUMNS = columnsOf(Prisma.DeliveryScalarFieldEnum, "deliveries");

export function createPrismaDeliveryStore(client: DatabaseClient, sealer: Sealer): DeliveryStore {
  return {
    ...lifecycle(client, sealer),
    ...sending(client, sealer),
    ...withdrawing(client),
    ...listings(client),
  };
}

type LifecycleMethods = Pick<
  DeliveryStore,
  "insert" | "insertShare" | "read" | "findByGeneration" | "markReady" | "markSent" | "markStranded"
>;

function lifecycle(client: DatabaseClient, sealer: Sealer): LifecycleMethods {
  return {
    async insert(delivery) {
      await client.delivery.create({ data: toRow(delivery, sealer) });
    },

    async insertShare({ id, generationId, target, at }) {
      const row = toRow({ id, generationId, target, at, leaseUntil: at }, sealer);
      const share = { purpose: "share", dedupeKey: `share:${generationId}`, state: "ready" };
      await client.delivery.create({ data: { ...row, ...share } });
    },

    async read(id) {
      return toDelivery(await client.delivery.findUnique({ where: { id } }), sealer);
    },

    async findByGeneration(generationId) {
      const where = { generationId, purpose: "result" };
      return toDelivery(await client.delivery.findFirst({ where }), sealer);
    },

    async markReady(generationId, at) {
      const nextTryAt = new Date(at.getTime() + SWEEP_AFTER_MS);
      const [row] = await client.$queryRaw<{ id: string }[]>`
        UPDATE deliveries SET state = 'ready', next_try_at = ${nextTryAt}, updated_at = ${at}
         WHERE generation_id = ${generationId}::uuid AND state = 'progress' RETURNING id`;
      return (row?.id ?? null) as DeliveryId | null;
    },

    async markSent({ id, rung, messages, at }) {
      const rows = JSON.stringify(messages.map((message, part) => ({ ...message, part })));
      // Both or neither: what was sent is known by its messages.
      await client.$executeRaw`
        WITH sent AS (
          UPDATE deliveries SET state = 'sent', rung = ${rung}, shown_at = ${at}, token_cipher = NULL,
                                lease_until = NULL, updated_at = ${at}
           WHERE id = ${id}::uuid RETURNING id, platform, bot_id
        )
        INSERT INTO delivered_messages (platform, bot_id, chat_id, message_id, part, delivery_id, output_index)
        SELECT sent.platform, sent.bot_id, m."chatId", m."messageId", m.part, sent.id, m."outputIndex"
          FROM sent, jsonb_to_recordset(${rows}::jsonb)
                       AS m("chatId" text, "messageId" text, part int, "outputIndex" int)
        ON CONFLICT DO NOTHING`;
    },

    async markStranded({ id, at }) {
      await client.$executeRaw`
        UPDATE deliveries SET state = 'stranded', rung = 'gallery', token_cipher = NULL, lease_until = NULL, updated_at = ${at}
         WHERE id = ${id}::uuid`;
    },
  };
}

type SendingMethods = Pick<
  DeliveryStore,
  "takeLease" | "releaseLease" | "noteFirstSend" | "recordShown" | "moveToRung" | "retryAt"
>;

function sending(client: DatabaseClient, sealer: Sealer): SendingMethods {
  return {
    async takeLease({ id, state, now, until }) {
      const [row] = await client.$queryRaw<DeliveryRow[]>`
        UPDATE deliveries SET lease_until = ${until}, updated_at = ${now}
         WHERE id = ${id}::uuid AND state = ${state} AND (lease_until IS NULL OR lease_until <= ${now})
         RETURNING ${DELIVERY_COLUMNS}`;
      return toDelivery(row ?? null, sealer);
    },

    async releaseLease(id) {
      await client.$executeRaw`UPDATE deliveries SET lease_until = NULL WHERE id = ${id}::uuid`;
    },

    async noteFirstSend({ id, shown }) {
      await client.$executeRaw`UPDATE deliveries SET shown = ${shown} WHERE id = ${id}::uuid AND message_id IS NULL`;
    },

    async recordShown({ id, messageId, digest, at }) {
      await client.$executeRaw`
        UPDATE deliveries SET message_id = ${messageId}, shown = ${digest}, shown_at = ${at}, lease_until = NULL, updated_at = ${at}
         WHERE id = ${id}::uuid`;
    },

    async moveToRung({ id, rung }) {
      await client.delivery.update({ where: { id }, data: { rung } });
    },

    async retryAt({ id, at }) {
      await client.delivery.update({
        where: { id },
        data: { nextTryAt: at, tries: { increment: 1 }, leaseUntil: null },
      });
    },
  };
}

type WithdrawingMethods = Pick<
  DeliveryStore,
  "withdraw" | "markWithdrawn" | "findWithdrawal" | "listWithdrawals"
>;

function withdrawing(client: DatabaseClient): WithdrawingMethods {
  return {
    async withdraw(generationIds, at) {
      await client.$executeRaw`
        UPDATE deliveries d
           SET withdraw_at = ${at}, updated_at = ${at},
               state = CASE WHEN state = 'stranded' AND NOT EXISTS (
                              SELECT 1 FROM generation_outputs o
                               WHERE o.generation_id = d.generation_id AND o.state = 'kept')
                            THEN 'sent' ELSE state END
         WHERE generation_id = ANY(${generationIds}::uuid[])`;
    },

    async markWithdrawn(generationId, until) {
      await client.delivery.updateMany({
        where: { generationId, withdrawAt: { lte: until } },
        data: { withdrawAt: null },
      });
    },

    async findWithdrawal(generationId) {
      const where = { generationId, withdrawAt: { not: null } };
      const row = await client.delivery.findFirst({ where, select: { withdrawAt: true } });
      return row?.withdrawAt ?? null;
    },

    async listWithdrawals({ before, limit }) {
      const rows = await client.delivery.findMany({
        where: { withdrawAt: { lt: before } },
        orderBy: { withdrawAt: "asc" },
        take: limit,
        select: { generationId: true },
      });
      return rows.flatMap(({ generationId }) => (generationId ?? []) as GenerationId);
    },
  };
}

type ListingMethods = Pick<
  DeliveryStore,
  "listMessages" | "noteShown" | "findShown" | "listDue" | "listInProgress" | "listStranded"
>;

function listings(client: DatabaseClient): ListingMethods {
  return {
    async listMessages(generationId) {
      const rows = await client.deliveredMessage.findMany({
        where: { delivery: { generationId } },
        orderBy: { part: "asc" },
        select: { chatId: true, messageId: true, outputIndex: true },
      });
      return rows satisfies readonly DeliveredMessage[];
    },

    async noteShown({ platform, botId, chatId, messageId, generationId, outputIndex }) {
      await client.$executeRaw`
        INSERT INTO delivered_messages (platform, bot_id, chat_id, message_id, part, delivery_id, output_index)
        SELECT ${platform}, ${botId}, ${chatId}, ${messageId}, 0, id, ${outputIndex}::int
          FROM deliveries WHERE generation_id = ${generationId}::uuid ORDER BY created_at LIMIT 1
        ON CONFLICT DO NOTHING`;
    },

    async findShown({ platform, botId, chatId, messageId }) {
      const row = await client.deliveredMessage.findFirst({
        where: { platform, botId, chatId, messageId, delivery: { generationId: { not: null } } },
        orderBy: { part: "asc" },
        select: { outputIndex: true, delivery: { select: { generationId: true } } },
      });
      const generationId = row?.delivery.generationId as GenerationId | null | undefined;
      return row && generationId ? { generationId, outputIndex: row.outputIndex } : null;
    },

    async listDue({ now, limit }) {
      const where = { state: "ready", nextTryAt: { lte: now } };
      const rows = await client.delivery.findMany({
        where,
        orderBy: { nextTryAt: "asc" },
        take: limit,
        select: { id: true },
      });
      return rows.map(({ id }) => id as DeliveryId);
    },

    async listInProgress({ limit }) {
      const rows = await client.delivery.findMany({
        where: { state: "progress", generationId: { not: null } },
        orderBy: { shownAt: { sort: "asc", nulls: "first" } },
        take: limit,
        select: { id: true, generationId: true },
      });
      return rows.map(({ id, generationId }) => ({
        id: id as DeliveryId,
        generationId: generationId as GenerationId,
      }));
    },

    async listStranded({ platform, userId, limit }) {
      const where = { state: "stranded", platform, userId };
      const rows = await client.delivery.findMany({
        where,
        orderBy: { createdAt: "asc" },
        take: limit,
        select: { id: true },
      });
      return rows.map(({ id }) => id as DeliveryId);
    },
  };
}
