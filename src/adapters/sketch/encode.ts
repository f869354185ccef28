import type { Sharp } from "sharp";
import type { PictureFormat } from "../../core/catalog/model.js";

export interface SketchFile {
  readonly bytes: Uint8Array;
  readonly contentType: "image/png" | "image/jpeg" | "image/webp" | "image/gif";
}

/** The picture as a file; JPEG where nobody has asked for a format. */
export async function encode(picture: Sharp, format: PictureFormat | null): Promise<SketchFile> {
  switch (format) {
    case "png":
      return {
        bytes: await picture.png({ compressionLevel: 4 }).toBuffer(),
        contentType: "image/png",
      };
    case "webp":
      return {
        bytes: await picture.webp({ quality: 86, effort: 2 }).toBuffer(),
        contentType: "image/webp",
      };
    case "jpg":
    case null:
      return {
        bytes: await picture.jpeg({ quality: 90, chromaSubsampling: "4:4:4" }).toBuffer(),
        contentType: "image/jpeg",
      };
  }
}
