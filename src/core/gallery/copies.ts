import type { AssetId } from "../ids.js";

/** Where the small copy of a picture lies. It follows from the asset, so that nobody has to remember which there are. */
export function thumbnailKey(id: AssetId): string {
  return `copies/${id}/thumbnail.webp`;
}

/** Every key under which something made of an asset may lie; what removes the asset removes all of them. */
export function copyKeys(id: AssetId): readonly string[] {
  return [thumbnailKey(id)];
}
