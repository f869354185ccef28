import sharp from "sharp";
import { drawSketch } from "../../adapters/sketch/draw-sketch.js";
import type { Order } from "./input-check.js";
import { sizeOf } from "./output-size.js";
import type { Run } from "./runs.js";

export interface Output {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const MEGAPIXEL = 1024 * 1024;

/** Which of the catalog's models a sketch is to look like, by what the endpoint is called; the first that fits. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\/(text|image)-to-video$/, "seedance-fast"],
  [/esrgan|upscale/, "upscale-fast"],
  [/photo-restoration/, "restore"],
  [/text-removal/, "remove-text"],
  [/birefnet/, "remove-background"],
  [/./, "flux-2-pro"],
];

/**
 * What was asked for as a sketch, in the size and format it was asked for in.
 *
 * @param pixels What counts as a megapixel; a megapixel unless told.
 */
export async function drawOutput(run: Run, index: number, pixels = MEGAPIXEL): Promise<Output> {
  const { order, path, seed } = run;
  if (!order) throw new Error("a run without an order has no outputs");
  const modelId = LOOKS.find(([pattern]) => pattern.test(path))?.[1] ?? "flux-2-pro";
  const sketch = await drawSketch({
    request: {
      modelId,
      prompt: order.prompt,
      seed,
      aspectRatio: shapeOf(order),
      resolution: order.scale === null ? "1mp" : `${order.scale}x`,
      format: order.format === "jpeg" ? "jpg" : order.format,
      seconds: order.seconds || null,
      strength: null,
    },
    inputs: run.state.given.map(({ bytes }) => bytes),
    index,
    pixels,
  });
  return order.size && pixels === MEGAPIXEL ? resize(sketch, order.size, order.format) : sketch;
}

/** What a safety check leaves. */
export async function paintBlack({ order, state }: Run): Promise<Output> {
  const size = order ? sizeOf(order, state.given) : { width: 1024, height: 1024 };
  const black = sharp({ create: { ...size, channels: 3, background: "#000" } });
  const format = order?.format ?? "png";
  return { bytes: await black.toFormat(format).toBuffer(), contentType: `image/${format}` };
}

async function resize(
  { bytes, contentType }: Output,
  size: { width: number; height: number },
  format: Order["format"],
): Promise<Output> {
  const options = format === "png" ? { compressionLevel: 2 } : { quality: 90 };
  const resized = sharp(bytes)
    .resize({ ...size, fit: "cover" })
    .toFormat(format, options);
  return { bytes: await resized.toBuffer(), contentType };
}

/** Null: as the picture given. */
function shapeOf({ size, aspectRatio }: Order): string | null {
  return size ? `${size.width}:${size.height}` : aspectRatio;
}
