import sharp, { type Metadata } from "sharp";
import type { ImageInspector, InspectedOutput } from "../../core/ports/image-inspector.js";
import { isMp4, readMp4 } from "./mp4-header.js";

const KINDS: Readonly<Record<string, Pick<InspectedOutput, "contentType" | "extension">>> = {
  png: { contentType: "image/png", extension: "png" },
  jpeg: { contentType: "image/jpeg", extension: "jpg" },
  webp: { contentType: "image/webp", extension: "webp" },
  gif: { contentType: "image/gif", extension: "gif" },
};
/** Larger than any model of the catalog makes; refused by its header, before anything is decoded. */
const MAX_PIXELS = 64_000_000;
/** Of all frames together: five minutes of a small animation, a minute of a large one. */
const MAX_CLIP_PIXELS = 500_000_000;

/** Decodes off the main thread. What sharp cannot decode to the end, or what a video lacks of its parts, is not kept. */
export const sharpImageInspector: ImageInspector = {
  async inspect(bytes) {
    try {
      return isMp4(bytes) ? readVideo(bytes) : await readImage(bytes);
    } catch {
      // Whatever is wrong with it, it is not a picture.
      return null;
    }
  },
};

function readVideo(bytes: Uint8Array): InspectedOutput {
  return { kind: "clip", contentType: "video/mp4", extension: "mp4", ...readMp4(bytes) };
}

async function readImage(bytes: Uint8Array): Promise<InspectedOutput | null> {
  const header = await sharp(bytes, { limitInputPixels: false }).metadata();
  const { format, width, height } = header;
  const kind = KINDS[format];
  const frames = header.pages ?? 1;
  const pixels = width * height;
  if (!kind || pixels > MAX_PIXELS || pixels * frames > MAX_CLIP_PIXELS) return null;
  await decode(bytes, { width, height, frames });
  return frames > 1
    ? { kind: "clip", ...kind, width, height, durationMs: durationOf(header) }
    : { kind: "image", ...kind, width, height, durationMs: null };
}

/** The last row of an image is not there before all the others; of a clip every frame is looked at. */
async function decode(
  bytes: Uint8Array,
  { width, height, frames }: { width: number; height: number; frames: number },
): Promise<void> {
  const input = sharp(bytes, {
    failOn: "error",
    limitInputPixels: MAX_CLIP_PIXELS,
    animated: frames > 1,
  });
  if (frames > 1) await input.stats();
  else
    await input
      .extract({ left: 0, top: height - 1, width, height: 1 })
      .raw()
      .toBuffer();
}

/** Frames without a pause of their own are shown as fast as it goes, which is no length. */
function durationOf({ delay = [] }: Metadata): number | null {
  const totalMs = delay.reduce((sum, one) => sum + one, 0);
  return totalMs > 0 ? totalMs : null;
}
