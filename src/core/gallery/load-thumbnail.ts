import { AppError } from "../errors.js";
import type { AssetId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { ObjectStore } from "../ports/object-store.js";
import type { Thumbnailer } from "../ports/thumbnailer.js";
import { createTurns } from "../turns.js";
import { thumbnailKey } from "./copies.js";

/** Each takes some 30 ms of a core and the picture's pixels in memory. */
const MADE_AT_ONCE = 2;

interface StoredAsset {
  readonly id: AssetId;
  readonly key: string;
  readonly contentType: string;
}

/** A small copy of a stored picture; null where there is none to be had: a video, or what is gone. */
export type LoadThumbnail = (asset: StoredAsset) => Promise<Uint8Array | null>;

/** Makes the copy when it is first looked at, and keeps it beside the picture. */
export function createLoadThumbnail(deps: {
  database: Database;
  objects: ObjectStore;
  thumbnailer: Thumbnailer;
}): LoadThumbnail {
  const takeTurn = createTurns(MADE_AT_ONCE);

  async function make({ id, key }: StoredAsset): Promise<Uint8Array | null> {
    const original = await getIfThere(deps.objects, key);
    const thumbnail = original && (await deps.thumbnailer.shrink(original));
    if (!thumbnail) return null;
    await deps.objects.put(thumbnailKey(id), thumbnail, "image/webp");
    // Deleted meanwhile: whoever did so may have looked before this copy was there.
    if (!(await deps.database.stores.assets.isStored(id))) {
      await deps.objects.delete(thumbnailKey(id));
      return null;
    }
    return thumbnail;
  }

  return async function loadThumbnail(asset) {
    if (asset.contentType.startsWith("video/")) return null;
    const known = await getIfThere(deps.objects, thumbnailKey(asset.id));
    return known ?? takeTurn(() => make(asset));
  };
}

async function getIfThere(objects: ObjectStore, key: string): Promise<Uint8Array | null> {
  try {
    return await objects.get(key);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
