import { createHash } from "node:crypto";
import sharp from "sharp";
import type { ImageInspector, InspectedImage } from "../../core/ports/image-inspector.js";

const KINDS: Readonly<Record<string, Pick<InspectedImage, "contentType" | "extension">>> = {
  png: { contentType: "image/png", extension: "png" },
  jpeg: { contentType: "image/jpeg", extension: "jpg" },
  webp: { contentType: "image/webp", extension: "webp" },
};
/** Larger than any model of the catalog makes; refused by its header, before anything is decoded. */
const MAX_PIXELS = 64_000_000;

/** Decodes off the main thread. What sharp cannot decode to the end is not kept. */
export const sharpImageInspector: ImageInspector = {
  async inspect(bytes) {
    try {
      const image = sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS });
      const { format, width, height } = await image.metadata();
      const kind = KINDS[format ?? ""];
      if (!kind || !width || !height) return null;
      await image.stats();
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { ...kind, width, height, sha256 };
    } catch {
      // Whatever is wrong with it, it is not a picture.
      return null;
    }
  },
};
