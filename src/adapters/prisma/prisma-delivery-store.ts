import {
  type InteractionGrant,
  type ReplyTarget,
  toLanguage,
} from "../../core/chat/reply-target.js";
import type { DeliveryId, GenerationId } from "../../core/ids.js";
import {
  type DeliveredMessage,
  type Delivery,
  type DeliveryState,
  type DeliveryStore,
  RUNGS,
} from "../../core/ports/delivery-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Delivery as DeliveryRow, Prisma } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";

/** A try that failed is looked for again by the sweep after this, should its job be lost. */
const SWEEP_AFTER_MS = 15_000;

export function createPrismaDeliveryStore(client: DatabaseClient, sealer: Sealer): DeliveryStore {
  return { ...lifecycle(client, sealer), ...sending(client), ...listings(client) };
}

type LifecycleMethods = Pick<
  DeliveryStore,
  "insert" | "read" | "findByGeneration" | "markReady" | "markSent" | "markStranded"
>;

function lifecycle(client: DatabaseClient, sealer: Sealer): LifecycleMethods {
  return {
    async insert(delivery) {
      await client.delivery.create({ data: toRow(delivery, sealer) });
    },

    async read(id) {
      return toDelivery(await client.delivery.findUnique({ where: { id } }), sealer);
    },

    async findByGeneration(generationId) {
      return toDelivery(await client.delivery.findFirst({ where: { generationId } }), sealer);
    },

    async markReady(generationId, at) {
      const nextTryAt = new Date(at.getTime() + SWEEP_AFTER_MS);
      const [row] = await client.delivery.updateManyAndReturn({
        where: { generationId, state: "progress" },
        data: { state: "ready", nextTryAt },
        select: { id: true },
      });
      return (row?.id ?? null) as DeliveryId | null;
    },

    async markSent({ id, rung, messages, at }) {
      const { platform, botId } = await client.delivery.update({
        where: { id },
        data: { state: "sent", rung, shownAt: at, tokenCipher: null },
        select: { platform: true, botId: true },
      });
      await client.deliveredMessage.createMany({
        data: messages.map((message, part) => ({
          ...message,
          part,
          platform,
          botId,
          deliveryId: id,
        })),
        skipDuplicates: true,
      });
    },

    async markStranded({ id }) {
      await client.delivery.update({
        where: { id },
        data: { state: "stranded", rung: "gallery", tokenCipher: null },
      });
    },
  };
}

type SendingMethods = Pick<
  DeliveryStore,
  "takeLease" | "releaseLease" | "noteFirstSend" | "recordShown" | "moveToRung" | "retryAt"
>;

function sending(client: DatabaseClient): SendingMethods {
  return {
    async takeLease({ id, now, until }) {
      const { count } = await client.delivery.updateMany({
        where: { id, OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
        data: { leaseUntil: until },
      });
      return count === 1;
    },

    async releaseLease(id) {
      await client.delivery.update({ where: { id }, data: { leaseUntil: null } });
    },

    async noteFirstSend({ id, shown }) {
      await client.delivery.updateMany({ where: { id, messageId: null }, data: { shown } });
    },

    async recordShown({ id, messageId, digest, at }) {
      await client.delivery.update({
        where: { id },
        data: { messageId, shown: digest, shownAt: at },
      });
    },

    async moveToRung({ id, rung }) {
      await client.delivery.update({ where: { id }, data: { rung } });
    },

    async retryAt({ id, at }) {
      await client.delivery.update({
        where: { id },
        data: { nextTryAt: at, tries: { increment: 1 } },
      });
    },
  };
}

type ListingMethods = Pick<
  DeliveryStore,
  "listMessages" | "listDue" | "listInProgress" | "listStranded"
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

function toRow(
  input: Parameters<DeliveryStore["insert"]>[0],
  sealer: Sealer,
): Prisma.DeliveryUncheckedCreateInput {
  const { id, generationId, target, at, leaseUntil } = input;
  const { grant, ...place } = target;
  return {
    ...place,
    id,
    generationId,
    purpose: "result",
    dedupeKey: `result:${generationId}`,
    tokenCipher: grant && sealer.seal(grant.token),
    tokenExpiresAt: grant?.expiresAt ?? null,
    rung: "edit",
    state: "progress",
    nextTryAt: at,
    leaseUntil,
    createdAt: at,
  };
}

function toDelivery(row: DeliveryRow | null, sealer: Sealer): Delivery | null {
  if (!row?.generationId) return null;
  const states: readonly DeliveryState[] = ["progress", "ready", "sent", "stranded"];
  return {
    id: row.id as DeliveryId,
    generationId: row.generationId as GenerationId,
    target: toTarget(row, sealer),
    messageId: row.messageId,
    rung: RUNGS.find((rung) => rung === row.rung) ?? "gallery",
    state: states.find((state) => state === row.state) ?? "stranded",
    shown: row.shown,
    shownAt: row.shownAt,
    tries: row.tries,
  };
}

function toTarget(row: DeliveryRow, sealer: Sealer): ReplyTarget {
  return {
    platform: row.platform === "discord" ? "discord" : "telegram",
    botId: row.botId,
    chatId: row.chatId,
    threadId: row.threadId,
    replyTo: row.replyTo,
    userId: row.userId,
    language: toLanguage(row.language),
    visibility: row.visibility === "only_me" ? "only_me" : "everyone",
    isGroup: row.isGroup,
    isUserInstall: row.isUserInstall,
    grant: toGrant(row, sealer),
  };
}

function toGrant(row: DeliveryRow, sealer: Sealer): InteractionGrant | null {
  if (row.tokenCipher === null || row.tokenExpiresAt === null) return null;
  return { token: sealer.open(row.tokenCipher), expiresAt: row.tokenExpiresAt };
}
