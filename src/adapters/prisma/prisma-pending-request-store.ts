import type { ReplyTarget } from "../../core/chat/reply-target.js";
import { type RequestDraft, RequestDraftSchema } from "../../core/chat/request-draft.js";
import type { AccountId } from "../../core/ids.js";
import type { PendingRequestStore } from "../../core/ports/pending-request-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { DatabaseClient } from "./database-client.js";
import { openTarget, sealTarget } from "./sealed-target.js";

export function createPrismaPendingRequestStore(
  client: DatabaseClient,
  sealer: Sealer,
): PendingRequestStore {
  return { ...questions(client), ...waiting(client, sealer) };
}

function questions(client: DatabaseClient): Pick<PendingRequestStore, "put" | "take"> {
  return {
    async put({ id, accountId, chat, waitsFor, draft, expiresAt }) {
      await client.pendingRequest.deleteMany({ where: { accountId, chat: { equals: chat } } });
      await client.pendingRequest.create({
        data: { id, accountId, chat, waitsFor, draft: toJson(draft), expiresAt },
      });
    },

    async take({ accountId, chat, now }) {
      const row = await client.pendingRequest.findFirst({
        where: { accountId, chat: { equals: chat }, waitsFor: "prompt" },
      });
      if (!row) return null;
      const { count } = await client.pendingRequest.deleteMany({ where: { id: row.id } });
      if (count === 0 || row.expiresAt <= now) return null;
      return { accountId, chat, waitsFor: "prompt", draft: RequestDraftSchema.parse(row.draft) };
    },
  };
}

function waiting(
  client: DatabaseClient,
  sealer: Sealer,
): Pick<PendingRequestStore, "putWaiting" | "listWaiting" | "forgetWaiting" | "remove"> {
  return {
    async putWaiting({ id, accountId, target, draft, createdAt, expiresAt }) {
      const chat = toChat(target);
      await client.pendingRequest.deleteMany({ where: { accountId, chat: { equals: chat } } });
      const targetCipher = sealTarget(sealer, target);
      await client.pendingRequest.create({
        data: {
          id,
          accountId,
          chat,
          waitsFor: "payment",
          draft: toJson(draft),
          targetCipher,
          createdAt,
          expiresAt,
        },
      });
    },

    async listWaiting({ accountId, now }) {
      const rows = await client.pendingRequest.findMany({
        where: { accountId, waitsFor: "payment", expiresAt: { gt: now } },
        orderBy: { createdAt: "asc" },
      });
      return rows.flatMap((row) => {
        const target = openTarget(sealer, row.targetCipher);
        if (!target) return [];
        const draft = RequestDraftSchema.parse(row.draft);
        return { id: row.id, accountId: row.accountId as AccountId, target, draft };
      });
    },

    async forgetWaiting({ accountId, target }) {
      await client.pendingRequest.deleteMany({
        where: { accountId, chat: { equals: toChat(target) }, waitsFor: "payment" },
      });
    },

    async remove(id) {
      await client.pendingRequest.deleteMany({ where: { id } });
    },
  };
}

function toJson({ options, inputs, task, command }: RequestDraft) {
  return {
    options: { ...options },
    inputs: inputs.map((source) => ({ ...source })),
    ...(task && { task }),
    ...(command !== undefined && { command }),
  };
}

function toChat({ platform, chatId, threadId }: ReplyTarget): string {
  return [platform, chatId, ...(threadId === null ? [] : [threadId])].join(":");
}
