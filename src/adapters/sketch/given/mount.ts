import type { Sharp } from "sharp";
import { wrapSvg } from "../draw/compose.js";
import { drawLabel, type LabelText } from "../draw/label.js";
import type { PictureSize } from "../draw/picture-size.js";
import { type Raster, toSharp } from "../raster.js";

/** A picture of some size, and how much of it lies above its label. */
export interface Mount extends PictureSize {
  /** Upper edge of the label: the picture itself ends here. */
  readonly floor: number;
  readonly strip: Buffer;
}

/** The label takes its room from the picture's height instead of lying over it. */
export function createMount(size: PictureSize, text: LabelText): Mount {
  const { width, height } = size;
  const label = drawLabel(size, text);
  const floor = height - label.height;
  const strip = wrapSvg(
    { width, height: label.height },
    `<g transform="translate(0 ${-floor})">${label.drawing}</g>`,
  );
  return { width, height, floor, strip: Buffer.from(strip) };
}

/** The picture, `width` × `floor`, with its label below. */
export function mountPicture(picture: Raster, mount: Mount): Sharp {
  const background = { r: 21, g: 19, b: 28, alpha: 1 };
  return toSharp(picture)
    .extend({ bottom: mount.height - mount.floor, background })
    .composite([{ input: mount.strip, left: 0, top: mount.floor }]);
}
