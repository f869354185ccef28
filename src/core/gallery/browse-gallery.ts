import { cleanPrompt } from "../catalog/clean-prompt.js";
import type { AccountId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { GalleryFilter } from "../ports/gallery-store.js";
import type { IdSource } from "../ports/id-source.js";
import type { SheetTile, Thumbnailer } from "../ports/thumbnailer.js";
import type { GalleryCursor, GalleryPage, ListGallery } from "./list-gallery.js";
import type { LoadThumbnail } from "./load-thumbnail.js";

/** Three in a row on a telephone. */
export const SHEET_SIZE = 12;
const FILTER_NAME_LENGTH = 10;

/** A page of the gallery as chats show it. */
export interface GallerySheet extends GalleryPage {
  readonly filter: GalleryFilter;
  /** Names the filter in buttons. */
  readonly filterId: string;
  /** The pictures as one, numbered from 1; null when there are none. A JPEG. */
  readonly sheet: Uint8Array | null;
}

export type BrowseGallery = (input: {
  accountId: AccountId;
  filter: GalleryFilter;
  cursor?: GalleryCursor | undefined;
}) => Promise<GallerySheet>;

/** A page of a person's pictures on one sheet, so that a chat shows it in a single message that changes in place. */
export function createBrowseGallery(deps: {
  database: Database;
  ids: IdSource;
  thumbnailer: Thumbnailer;
  listGallery: ListGallery;
  loadThumbnail: LoadThumbnail;
}): BrowseGallery {
  async function draw({ pictures }: GalleryPage): Promise<Uint8Array | null> {
    if (pictures.length === 0) return null;
    const tiles = await Promise.all(
      pictures.map(async ({ asset, isFavourite }, at): Promise<SheetTile> => {
        const thumbnail = await deps.loadThumbnail(asset);
        return { thumbnail, number: at + 1, isClip: isClip(asset), isFavourite };
      }),
    );
    return deps.thumbnailer.drawSheet(tiles);
  }

  return async function browseGallery({ accountId, filter: given, cursor }) {
    // As prompts are cleaned, or words could not find them.
    const filter = { ...given, words: cleanPrompt(given.words) };
    const id = deps.ids.uuid().replaceAll("-", "").slice(0, FILTER_NAME_LENGTH);
    const { gallery } = deps.database.stores;
    const filterId = await gallery.keepFilter({ accountId, id, filter });
    const page = await deps.listGallery({ accountId, filter, cursor, limit: SHEET_SIZE });
    return { ...page, filter, filterId, sheet: await draw(page) };
  };
}

export function isClip({ contentType }: { contentType: string }): boolean {
  return contentType.startsWith("video/") || contentType === "image/gif";
}
