import sharp from "sharp";
import { AppError } from "../../../core/errors.js";
import { labelHeight, labelUnit } from "../draw/label.js";
import type { PictureSize } from "../draw/picture-size.js";
import { type Raster, toLuminance, toRaster, toSharp } from "../raster.js";

/** Refused by its header, before anything is decoded. */
const mostPixels = 64_000_000;
/** Nothing the sketch makes has more detail than this. */
const longestSide = 2048;
const paper = "#f4efe6";

export interface GivenPicture extends Raster {
  /** With the label that was cut off: the shape somebody means who asks for the same. */
  readonly whole: PictureSize;
}

/**
 * A picture that was given, as pixels. The label of an earlier sketch is cut off: the new one takes its place.
 * @throws AppError `input_rejected` (final): no picture can be read from it.
 */
export async function readGiven(bytes: Uint8Array): Promise<GivenPicture> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels }).autoOrient();
    const raster = await toRaster(
      image
        .resize({
          width: longestSide,
          height: longestSide,
          fit: "inside",
          withoutEnlargement: true,
        })
        .flatten({ background: paper }),
    );
    const { width, height } = raster;
    return { ...(await cutLabel(raster)), whole: { width, height } };
  } catch (cause) {
    throw unreadable(cause);
  }
}

/**
 * Looks at a picture's header only.
 * @throws AppError `input_rejected` (final): it is no picture, or too large.
 */
export async function assertReadable(bytes: Uint8Array): Promise<void> {
  await sharp(bytes, { limitInputPixels: mostPixels })
    .metadata()
    .catch((cause) => {
      throw unreadable(cause);
    });
}

function unreadable(cause: unknown): AppError {
  const message = "the sketch cannot read a picture it was given";
  return new AppError({ code: "input_rejected", message, retryable: false, cause });
}

async function cutLabel(raster: Raster): Promise<Raster> {
  const height = foundLabelHeight(raster);
  if (height === 0) return raster;
  const { width } = raster;
  return toRaster(
    toSharp(raster).extract({ left: 0, top: 0, width, height: raster.height - height }),
  );
}

const mostLines = 4;
const darkest = 66;

/** Height of the strip at the picture's foot when it is one of ours: dark at both ends, with light letters in between. */
export function foundLabelHeight(raster: Raster): number {
  const light = toLuminance(raster);
  for (let lines = mostLines; lines >= 1; lines -= 1) {
    const height = labelHeight(raster, lines);
    if (height < raster.height / 3 && isLabel(raster, light, { height, lines })) return height;
  }
  return 0;
}

function isLabel(
  { width, height }: Raster,
  light: Float32Array,
  strip: { height: number; lines: number },
): boolean {
  const unit = labelUnit({ width, height });
  const top = height - strip.height;
  const margin = Math.floor(5 * unit);
  const meanOf = (area: { left: number; right: number; top: number; bottom: number }) => {
    let sum = 0;
    for (let y = area.top; y < area.bottom; y += 1)
      for (let x = area.left; x < area.right; x += 1) sum += light[y * width + x] ?? 0;
    return sum / Math.max(1, (area.right - area.left) * (area.bottom - area.top));
  };
  const ends = { top: top + 1, bottom: height };
  const left = meanOf({ left: 0, right: margin, ...ends });
  const right = meanOf({ left: width - margin, right: width, ...ends });
  if (left > darkest || right > darkest) return false;
  return Array.from({ length: strip.lines }, (_, line) => {
    const from = Math.round(top + (6 + 12 * line) * unit);
    const text = { left: Math.floor(9 * unit), right: Math.floor(60 * unit) };
    const written = meanOf({ ...text, top: from, bottom: Math.round(from + 7 * unit) });
    const gap = meanOf({ ...text, top: top + 1, bottom: Math.round(top + 4.5 * unit) });
    return written > gap + 14;
  }).every(Boolean);
}
