import { z } from "zod";
import type { PendingRequestStore } from "../../core/ports/pending-request-store.js";
import type { DatabaseClient } from "./database-client.js";

const DraftSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export function createPrismaPendingRequestStore(client: DatabaseClient): PendingRequestStore {
  return {
    async put({ id, accountId, chat, waitsFor, draft, expiresAt }) {
      await client.pendingRequest.deleteMany({ where: { accountId, chat: { equals: chat } } });
      await client.pendingRequest.create({
        data: { id, accountId, chat, waitsFor, draft, expiresAt },
      });
    },

    async take({ accountId, chat, now }) {
      const row = await client.pendingRequest.findFirst({
        where: { accountId, chat: { equals: chat }, waitsFor: "prompt" },
      });
      if (!row) return null;
      const { count } = await client.pendingRequest.deleteMany({ where: { id: row.id } });
      if (count === 0 || row.expiresAt <= now) return null;
      return { accountId, chat, waitsFor: "prompt", draft: DraftSchema.parse(row.draft) };
    },
  };
}
