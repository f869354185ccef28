import sharp from "sharp";
import type { CopyBounds, DisplayCopies, DisplayCopy } from "../../core/ports/display-copies.js";
import { createTurns } from "../../core/turns.js";

/** Looked at side by side at their full size, the first two cannot be told from the original. */
const STEPS = [
  { quality: 95, scale: 1 },
  { quality: 90, scale: 1 },
  { quality: 82, scale: 1 },
  { quality: 85, scale: 0.7 },
  { quality: 80, scale: 0.5 },
  { quality: 75, scale: 0.3 },
] as const;
/** Smaller than this is no use to look at. */
const MIN_SIDE = 64;

/** By libvips' own threads, one picture at a time: what is too large for a chat takes much memory. */
export function createDisplayCopies(): DisplayCopies {
  const takeTurn = createTurns(1);
  return {
    make: (original, bounds) => takeTurn(() => makeFitting(original, bounds)),
  };
}

async function makeFitting(original: Uint8Array, bounds: CopyBounds): Promise<DisplayCopy | null> {
  const size = await readSize(original);
  if (!size) return null;
  const { maxSides = Number.POSITIVE_INFINITY, maxBytes } = bounds;
  const largest = Math.min(1, maxSides / (size.width + size.height));
  for (const { quality, scale } of STEPS) {
    const width = Math.floor(size.width * Math.min(scale, largest));
    if (width < Math.min(MIN_SIDE, size.width)) return null;
    const copy = await encode(original, { width, quality, format: bounds.format });
    if (copy.bytes.byteLength <= maxBytes) return copy;
  }
  return null;
}

async function readSize(original: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    return await sharp(original).metadata();
  } catch {
    return null;
  }
}

async function encode(
  original: Uint8Array,
  { width, quality, format }: { width: number; quality: number; format: CopyBounds["format"] },
): Promise<DisplayCopy> {
  // All that is kept of what the file says of itself is that AI made it.
  const pixels = sharp(original).keepXmp().resize({ width, withoutEnlargement: true });
  if (format === "webp") {
    const bytes = await pixels.webp({ quality, smartSubsample: true }).toBuffer();
    return { bytes, contentType: "image/webp" };
  }
  const bytes = await pixels
    .flatten({ background: "#fff" })
    .jpeg({ quality, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return { bytes, contentType: "image/jpeg" };
}
