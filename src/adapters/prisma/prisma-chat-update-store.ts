import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaChatUpdateStore(client: DatabaseClient): ChatUpdateStore {
  return {
    async save(updates, at) {
      const rows = await client.chatUpdate.createManyAndReturn({
        data: updates.map((update) => ({ ...update, state: "open", createdAt: at })),
        skipDuplicates: true,
        select: { updateKey: true },
      });
      return new Set(rows.map(({ updateKey }) => updateKey));
    },

    async finish(key) {
      // The payload has done its work; the key stays, so that a repeat is known as one.
      await client.chatUpdate.updateMany({
        where: { ...key },
        data: { state: "done", payload: null },
      });
    },

    async listOpen({ platform, botId, limit }) {
      const rows = await client.chatUpdate.findMany({
        where: { platform, botId, state: "open" },
        orderBy: [{ createdAt: "asc" }, { updateKey: "asc" }],
        take: limit,
        select: { updateKey: true, payload: true },
      });
      return rows.flatMap(({ updateKey, payload }) =>
        payload === null ? [] : [{ updateKey, payload }],
      );
    },

    async purge(before) {
      const { count } = await client.chatUpdate.deleteMany({
        where: { createdAt: { lt: before } },
      });
      return count;
    },
  };
}
