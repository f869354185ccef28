import type { GalleryCursor } from "../../core/gallery/list-gallery.js";
import { NO_FILTER } from "../../core/gallery/list-gallery.js";
import type { GenerationId } from "../../core/ids.js";
import type { GalleryFilter, GalleryPlace } from "../../core/ports/gallery-store.js";

const MAX_WORDS_LENGTH = 100;
const PLACE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,2})$/;

/** What a page shows, as its address says it. */
export interface PageAddress {
  readonly filter: GalleryFilter;
  readonly cursor: GalleryCursor | undefined;
}

/** False for what no browser sends and no text of ours can hold. */
export function isReadable(query: URLSearchParams): boolean {
  return ![...query.values()].some((value) => value.includes("\0"));
}

/** What the address says that makes no sense is left out: a page is a page. */
export function readAddress(query: URLSearchParams): PageAddress {
  const kind = query.get("kind");
  const place = readPlace(query.get("from"));
  const direction = query.get("to") === "newer" ? "newer" : "older";
  return {
    filter: {
      ...NO_FILTER,
      words: (query.get("words") ?? "").trim().slice(0, MAX_WORDS_LENGTH),
      kind: kind === "picture" || kind === "clip" ? kind : null,
      isFavourite: query.get("favourites") === "yes",
    },
    cursor: place ? { place, direction } : undefined,
  };
}

export function isFiltered({ words, kind, isFavourite }: GalleryFilter): boolean {
  return words !== "" || kind !== null || isFavourite;
}

/** The query of a page, with its question mark; empty for the first page of everything. */
export function writeAddress({ filter, cursor }: Partial<PageAddress>): string {
  const query = new URLSearchParams();
  if (filter?.words) query.set("words", filter.words);
  if (filter?.kind) query.set("kind", filter.kind);
  if (filter?.isFavourite) query.set("favourites", "yes");
  if (cursor) {
    query.set("from", writePlace(cursor.place));
    query.set("to", cursor.direction);
  }
  return query.size === 0 ? "" : `?${query}`;
}

/** One picture in an address or a form. */
export function writePlace({ generationId, index }: GalleryPlace): string {
  return `${generationId}.${index}`;
}

export function readPlace(text: string | null | undefined): GalleryPlace | null {
  const [, generationId, index] = PLACE.exec(text ?? "") ?? [];
  return generationId === undefined
    ? null
    : { generationId: generationId as GenerationId, index: Number(index) };
}
