import type { AlbumKey, ChatUpdateStore, OpenUpdate } from "../../core/ports/chat-update-store.js";
import type { DatabaseClient } from "./database-client.js";
import { parsePostgresError } from "./postgres-error.js";

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

    async finishAll({ platform, botId, updateKeys }) {
      await client.chatUpdate.updateMany({
        where: { platform, botId, updateKey: { in: [...updateKeys] } },
        data: { state: "done", payload: null },
      });
    },

    ...albums(client),

    async takeOver({ platform, botId, owner, limit }) {
      // The prefix is that of `processLease`. Who comes second waits for the row, and finds another owner there.
      const rows = await client.$queryRaw<(OpenUpdate & { createdAt: Date })[]>`
        WITH orphans AS MATERIALIZED (
          SELECT platform, bot_id, update_key, owner FROM chat_updates orphan
           WHERE platform = ${platform} AND bot_id = ${botId} AND state = 'open'
             AND owner IS DISTINCT FROM ${owner}
             AND NOT EXISTS (SELECT 1 FROM leases living
               WHERE living.name = 'process:' || orphan.owner AND living.until > clock_timestamp())
           ORDER BY created_at, update_key LIMIT ${limit})
        UPDATE chat_updates taken SET owner = ${owner} FROM orphans
         WHERE (taken.platform, taken.bot_id, taken.update_key)
             = (orphans.platform, orphans.bot_id, orphans.update_key)
           AND taken.state = 'open' AND taken.owner IS NOT DISTINCT FROM orphans.owner
        RETURNING taken.update_key AS "updateKey", coalesce(taken.payload, '') AS payload,
                  taken.created_at AS "createdAt"`;
      return rows
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
        .map(({ updateKey, payload }) => ({ updateKey, payload }));
    },

    async listOwn({ platform, botId, owner, limit }) {
      const rows = await client.chatUpdate.findMany({
        where: { platform, botId, owner, state: "open" },
        orderBy: [{ createdAt: "asc" }, { updateKey: "asc" }],
        take: limit,
        select: { updateKey: true, payload: true },
      });
      return rows.map(({ updateKey, payload }) => ({ updateKey, payload: payload ?? "" }));
    },

    async purge(before) {
      const { count } = await client.chatUpdate.deleteMany({
        where: { createdAt: { lt: before } },
      });
      return count;
    },
  };
}

function albums(client: DatabaseClient): Pick<ChatUpdateStore, "listAlbum" | "leadAlbum"> {
  async function findLeader(album: AlbumKey): Promise<string | null> {
    const row = await client.chatUpdate.findFirst({
      where: { ...toAlbum(album), leadsAlbum: true },
      select: { updateKey: true },
    });
    return row?.updateKey ?? null;
  }

  return {
    async listAlbum(album) {
      const rows = await client.chatUpdate.findMany({
        where: toAlbum(album),
        orderBy: [{ createdAt: "asc" }, { updateKey: "asc" }],
        select: { updateKey: true, payload: true, state: true },
      });
      return rows.map(({ updateKey, payload, state }) => ({
        updateKey,
        payload: payload ?? "",
        isOpen: state === "open",
      }));
    },

    async leadAlbum({ updateKey, ...album }) {
      const leader = await findLeader(album);
      if (leader !== null) return leader;
      try {
        await client.chatUpdate.updateMany({
          where: { ...toAlbum(album), updateKey },
          data: { leadsAlbum: true },
        });
      } catch (error) {
        // Another one was made the leader in this moment.
        if (!isUniqueViolation(error)) throw error;
      }
      return (await findLeader(album)) ?? updateKey;
    },
  };
}

function toAlbum({ platform, botId, albumKey }: AlbumKey) {
  return { platform, botId, albumKey };
}

/** By Prisma's own code, or by that of Postgres. */
function isUniqueViolation(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === "P2002" || parsePostgresError(error)?.sqlState === "23505";
}
