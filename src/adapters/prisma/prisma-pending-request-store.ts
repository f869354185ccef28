import { z } from "zod";
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
  return { ...questions(client), ...waiting(client, sealer), ...confirming(client, sealer) };
}

/** The key stands beside what was asked for. */
const ConfirmingDraftSchema = RequestDraftSchema.extend({ requestKey: z.string() });

/** What a person is asked or waits for in a chat: one thing at a time. */
function theOneOf(accountId: AccountId, chat: string) {
  return { accountId, chat: { equals: chat }, waitsFor: { not: "confirm" } };
}

function questions(client: DatabaseClient): Pick<PendingRequestStore, "put" | "take"> {
  return {
    async put({ id, accountId, chat, waitsFor, draft, expiresAt }) {
      await client.pendingRequest.deleteMany({ where: theOneOf(accountId, chat) });
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
): Pick<PendingRequestStore, "putWaiting" | "listWaiting" | "forgetWaiting" | "remove" | "purge"> {
  return {
    async putWaiting({ id, accountId, target, draft, createdAt, expiresAt }) {
      const chat = toChat(target);
      await client.pendingRequest.deleteMany({ where: theOneOf(accountId, chat) });
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

    async purge(now) {
      await client.pendingRequest.deleteMany({ where: { expiresAt: { lte: now } } });
    },
  };
}

function confirming(
  client: DatabaseClient,
  sealer: Sealer,
): Pick<PendingRequestStore, "putConfirming" | "readConfirming"> {
  return {
    async putConfirming({ target, draft, requestKey, ...row }) {
      await client.pendingRequest.create({
        data: {
          ...row,
          chat: toChat(target),
          waitsFor: "confirm",
          draft: { ...toJson(draft), requestKey },
          targetCipher: sealTarget(sealer, target),
        },
      });
    },

    async readConfirming(id) {
      const row = await client.pendingRequest.findFirst({ where: { id, waitsFor: "confirm" } });
      const target = row && openTarget(sealer, row.targetCipher);
      if (!target) return null;
      const { requestKey, ...draft } = ConfirmingDraftSchema.parse(row.draft);
      const accountId = row.accountId as AccountId;
      return { id, accountId, target, draft, requestKey, expiresAt: row.expiresAt };
    },
  };
}

function toJson({ options, inputs, task, command, parentId, agreedCredits }: RequestDraft) {
  return {
    options: { ...options },
    inputs: inputs.map((source) => ({ ...source })),
    ...(task && { task }),
    ...(command !== undefined && { command }),
    ...(parentId !== undefined && { parentId }),
    ...(agreedCredits !== undefined && { agreedCredits }),
  };
}

function toChat({ platform, chatId, threadId }: ReplyTarget): string {
  return [platform, chatId, ...(threadId === null ? [] : [threadId])].join(":");
}
