import { createHash } from "node:crypto";
import type { Sharp } from "sharp";
import {
  MAX_PICTURE_BYTES,
  type NormalisedPicture,
  type PictureFormat,
  type PictureNote,
  type PictureProblem,
} from "../../core/ports/picture-normaliser.js";
import { type OpenedPicture, openPicture } from "./open-picture.js";

export interface NormalisingTask {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
  readonly maxPixels: number;
  readonly maxSide: number;
}

/** What these formats hold has lost something already, and as a rule is a photograph. */
const LOSSY: readonly PictureFormat[] = ["jpeg", "heic", "avif", "webp"];
/** On photographs smaller by a third than sharp's own choice, in half the time. */
const PNG = { compressionLevel: 2, adaptiveFiltering: true };

/**
 * Decodes to the end and encodes anew. It trusts nothing about the bytes and may take any time and memory, so it is run in
 * a process of its own.
 */
export async function normalisePicture(
  task: NormalisingTask,
): Promise<NormalisedPicture | PictureProblem> {
  try {
    const opened = await openPicture(task);
    return "problem" in opened ? opened : await encode(task, opened);
  } catch {
    return { problem: "damaged" };
  }
}

async function encode(task: NormalisingTask, opened: OpenedPicture): Promise<NormalisedPicture> {
  const size = sizeWithin(opened, task);
  const notes: PictureNote[] = opened.hasMore ? ["first_frame_only"] : [];
  if (size.width < opened.width || size.height < opened.height) notes.push("scaled_down");
  const originalFormat = task.format;

  const pipeline = () => toPixels(opened, size);
  const png = await pipeline().png(PNG).toBuffer({ resolveWithObject: true });
  if (
    png.data.length <= MAX_PICTURE_BYTES ||
    png.info.channels !== 3 ||
    !LOSSY.includes(task.format)
  ) {
    const kind = { contentType: "image/png", extension: "png" } as const;
    return { ...kind, ...describe(png), notes, originalFormat };
  }
  const jpeg = await pipeline()
    .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
    .toBuffer({ resolveWithObject: true });
  const kind = { contentType: "image/jpeg", extension: "jpg" } as const;
  return { ...kind, ...describe(jpeg), notes: [...notes, "stored_with_loss"], originalFormat };
}

/** Upright, in the size, and in sRGB by the profile it came with; sharp leaves all metadata behind unless it is told to keep it. */
function toPixels(opened: OpenedPicture, size: { width: number; height: number }): Sharp {
  return opened
    .decode()
    .autoOrient()
    .resize({ ...size, fit: "fill" })
    .toColourspace("srgb");
}

function describe({ data, info }: { data: Buffer; info: { width: number; height: number } }) {
  const { width, height } = info;
  return { bytes: data, width, height, sha256: createHash("sha256").update(data).digest("hex") };
}

/** The largest size of the same shape within both bounds; never larger than it is. */
function sizeWithin(
  { width, height }: { width: number; height: number },
  { maxPixels, maxSide }: { maxPixels: number; maxSide: number },
): { width: number; height: number } {
  const scale = Math.min(
    1,
    maxSide / Math.max(width, height),
    Math.sqrt(maxPixels / (width * height)),
  );
  const toSide = (side: number) => Math.max(1, Math.floor(side * scale));
  return { width: toSide(width), height: toSide(height) };
}
