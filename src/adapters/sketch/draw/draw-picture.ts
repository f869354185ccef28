import sharp, { type Sharp } from "sharp";
import { AppError } from "../../../core/errors.js";
import { composeSvg, type Words } from "./compose.js";
import type { LabelText } from "./label.js";
import { paperGrain } from "./paper.js";
import { type PictureSize, parsePictureSize } from "./picture-size.js";

/** Draws one picture as JPEG, about one megapixel. The same input gives the same bytes on the same machine. */
export async function drawPicture(picture: Words & { aspectRatio: string }): Promise<Uint8Array> {
  const size = parsePictureSize(picture.aspectRatio);
  if (size === null) {
    throw new AppError({
      code: "provider_rejected",
      message: `no aspect ratio: ${picture.aspectRatio}`,
      retryable: false,
    });
  }
  return paintByWords({ ...picture, ...size })
    .jpeg({ quality: 90, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

/** The picture on grained paper. `scale`: the same drawing, that many times as large. */
export function paintByWords(
  picture: Words & PictureSize & { label?: LabelText; scale?: number },
): Sharp {
  return sharp(Buffer.from(composeSvg(picture)))
    .composite([paperGrain])
    .removeAlpha();
}
