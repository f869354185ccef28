import {
  type InteractionGrant,
  type ReplyTarget,
  toLanguage,
} from "../../core/chat/reply-target.js";
import type { DeliveryId, GenerationId } from "../../core/ids.js";
import {
  type Delivery,
  type DeliveryState,
  type DeliveryStore,
  RUNGS,
} from "../../core/ports/delivery-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Delivery as DeliveryRow, Prisma } from "../../generated/prisma/client.js";
import { AskedInSchema } from "./sealed-target.js";

/** A delivery as a row; the token in it is sealed. */
export function toRow(
  input: Parameters<DeliveryStore["insert"]>[0],
  sealer: Sealer,
): Prisma.DeliveryUncheckedCreateInput {
  const { id, generationId, target, at, leaseUntil } = input;
  const { grant, askedIn, maxFileBytes = null, ...place } = target;
  return {
    ...place,
    maxFileBytes,
    id,
    generationId,
    purpose: "result",
    dedupeKey: `result:${generationId}`,
    tokenCipher: grant && sealer.seal(grant.token),
    tokenExpiresAt: grant?.expiresAt ?? null,
    ...(askedIn && { askedIn: { ...askedIn } }),
    rung: "edit",
    state: "progress",
    nextTryAt: at,
    leaseUntil,
    createdAt: at,
  };
}

export function toDelivery(row: DeliveryRow | null, sealer: Sealer): Delivery | null {
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
    maxFileBytes: row.maxFileBytes,
    grant: toGrant(row, sealer),
    ...(row.askedIn !== null && { askedIn: AskedInSchema.parse(row.askedIn) }),
  };
}

function toGrant(row: DeliveryRow, sealer: Sealer): InteractionGrant | null {
  if (row.tokenCipher === null || row.tokenExpiresAt === null) return null;
  return { token: sealer.open(row.tokenCipher), expiresAt: row.tokenExpiresAt };
}
