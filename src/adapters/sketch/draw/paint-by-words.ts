import sharp, { type Sharp } from "sharp";
import { composeSvg, type Words } from "./compose.js";
import type { LabelText } from "./label.js";
import { paperGrain } from "./paper.js";
import type { PictureSize } from "./picture-size.js";

/** The picture on grained paper. `scale`: the same drawing, that many times as large. */
export function paintByWords(
  picture: Words & PictureSize & { label?: LabelText; scale?: number },
): Sharp {
  return sharp(Buffer.from(composeSvg(picture)))
    .composite([paperGrain])
    .removeAlpha();
}
