import { extname } from "node:path";
import { MAX_PICTURE_BYTES } from "../core/ports/picture-normaliser.js";
import type { PictureFault } from "./presentation/wording/pictures-wording.js";

/** What a platform says of a file. None of it need be true; what it really is its bytes tell later. */
export interface DeclaredFile {
  readonly contentType: string | null | undefined;
  readonly fileName: string | null | undefined;
  readonly sizeBytes: number | null | undefined;
}

/** Files that say nothing about themselves but may well be pictures: iPhones send HEIC so. */
const UNDECLARED = new Set(["", "application/octet-stream", "binary/octet-stream"]);
const PICTURE_ENDINGS = new Set(
  ["jpg", "jpeg", "jfif", "png", "webp", "heic", "heif", "avif", "gif", "tif", "tiff", "bmp"].map(
    (ending) => `.${ending}`,
  ),
);

/** Why a file cannot be worked from, as far as that is known before it is fetched; null: it may well be a picture. */
export function findFault(file: DeclaredFile): PictureFault | null {
  const declared = (file.contentType ?? "").toLowerCase().split(";")[0] ?? "";
  const ending = extname(file.fileName ?? "").toLowerCase();
  if (declared.startsWith("video/")) return "moving";
  const mayBePicture =
    declared.startsWith("image/") ||
    PICTURE_ENDINGS.has(ending) ||
    (UNDECLARED.has(declared) && ending === "");
  if (!mayBePicture) return "no_picture";
  return (file.sizeBytes ?? 0) > MAX_PICTURE_BYTES ? "too_large" : null;
}
