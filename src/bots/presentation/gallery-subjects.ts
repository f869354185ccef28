import type { GalleryCursor } from "../../core/gallery/list-gallery.js";
import type { GenerationId } from "../../core/ids.js";

// A button's subject has 39 characters, and a UUID alone is 36: here its 128 bits take 22.

/** One page: the name of a filter, and where to begin. */
export interface PageSubject {
  readonly filterId: string;
  readonly cursor?: GalleryCursor | undefined;
}

export const PAGE_SUBJECT = /^([a-z0-9]{10})(?:\.([on])\.([A-Za-z0-9_-]{22})\.(\d{1,2}))?$/;

/** A filter by itself. */
export const FILTER_SUBJECT = /^[a-z0-9]{10}$/;

export function toPageSubject({ filterId, cursor }: PageSubject): string {
  if (!cursor) return filterId;
  const { place, direction } = cursor;
  const packed = Buffer.from(place.generationId.replaceAll("-", ""), "hex").toString("base64url");
  return `${filterId}.${direction === "older" ? "o" : "n"}.${packed}.${place.index}`;
}

/** Null for what is no page of ours. */
export function fromPageSubject(subject: string): PageSubject | null {
  const [, filterId, direction, packed, index] = PAGE_SUBJECT.exec(subject) ?? [];
  if (filterId === undefined) return null;
  if (packed === undefined) return { filterId };
  const hex = Buffer.from(packed, "base64url").toString("hex");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const place = { generationId: id as GenerationId, index: Number(index) };
  return { filterId, cursor: { place, direction: direction === "o" ? "older" : "newer" } };
}
