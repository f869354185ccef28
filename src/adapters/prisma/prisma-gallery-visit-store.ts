import type { AccountId } from "../../core/ids.js";
import type { GalleryVisitStore } from "../../core/ports/gallery-visit-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaGalleryVisitStore(client: DatabaseClient): GalleryVisitStore {
  return {
    async insertLink(link) {
      await client.galleryVisit.create({ data: { ...link, state: "link" } });
    },

    async useLink({ secretHash, now, visit }) {
      const [row] = await client.$queryRaw<{ accountId: string }[]>`
        UPDATE gallery_visits
           SET secret_hash = ${visit.secretHash}, state = 'session', expires_at = ${visit.expiresAt}
         WHERE secret_hash = ${secretHash} AND state = 'link' AND expires_at > ${now}
         RETURNING account_id AS "accountId"`;
      return (row?.accountId ?? null) as AccountId | null;
    },

    async findVisit({ secretHash, now }) {
      const row = await client.galleryVisit.findFirst({
        where: { secretHash, state: "session", expiresAt: { gt: now } },
        select: { accountId: true },
      });
      return (row?.accountId ?? null) as AccountId | null;
    },

    async purge(now) {
      await client.galleryVisit.deleteMany({ where: { expiresAt: { lte: now } } });
    },
  };
}
