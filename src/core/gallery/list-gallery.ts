import type { AccountId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { GalleryFilter, GalleryPicture, GalleryPlace } from "../ports/gallery-store.js";

export const NO_FILTER: GalleryFilter = {
  modelId: null,
  kind: null,
  isFavourite: false,
  words: "",
};

/** Where a page begins: right behind a picture, or right before one. */
export interface GalleryCursor {
  readonly place: GalleryPlace;
  readonly direction: "older" | "newer";
}

export interface GalleryPage {
  /** Newest first. */
  readonly pictures: readonly GalleryPicture[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
}

export type ListGallery = (input: {
  accountId: AccountId;
  filter: GalleryFilter;
  /** Left out: from the newest. */
  cursor?: GalleryCursor | undefined;
  limit: number;
}) => Promise<GalleryPage>;

/** One page of a person's pictures. Every page costs the same, however many there are. */
export function createListGallery(deps: { database: Database }): ListGallery {
  const { gallery } = deps.database.stores;

  return async function listGallery({ accountId, filter, cursor, limit }) {
    const from = cursor ?? null;
    // One more than is shown says whether there are others.
    const found = await gallery.list({ accountId, filter, from, limit: limit + 1 });
    const hasMore = found.length > limit;
    if (from?.direction !== "newer") {
      return { pictures: found.slice(0, limit), hasNewer: from !== null, hasOlder: hasMore };
    }
    // The first page is always a full one.
    if (!hasMore) return listGallery({ accountId, filter, limit });
    return { pictures: found.slice(-limit), hasNewer: true, hasOlder: true };
  };
}
