import sharp from "sharp";
import { drawSketch, type SketchRequest } from "../../../src/adapters/sketch/draw-sketch.js";
import { foundLabelHeight } from "../../../src/adapters/sketch/given/given-picture.js";
import { toRaster } from "../../../src/adapters/sketch/raster.js";

/** A request of the catalogue, as plain as it can be. */
export const aRequest = (change: Partial<SketchRequest> = {}): SketchRequest => ({
  modelId: "flux-schnell",
  prompt: "a red fox in the snow",
  seed: 7,
  aspectRatio: null,
  resolution: "standard",
  format: null,
  seconds: null,
  strength: null,
  ...change,
});

export const draw = (
  change: Partial<SketchRequest>,
  inputs: readonly Uint8Array[] = [],
  index = 0,
) => drawSketch({ request: aRequest(change), inputs, index });

/** A photo as somebody might send it: a red ball on a pale table, with a darker wall behind. */
export function aPhoto(size: { width: number; height: number }): Promise<Buffer> {
  const { width, height } = size;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 300 200" preserveAspectRatio="none">
    <rect width="300" height="200" fill="#c9d4dc"/><rect y="120" width="300" height="80" fill="#dccfb8"/>
    <circle cx="150" cy="115" r="48" fill="#c62f2a"/><circle cx="135" cy="98" r="12" fill="#e8807a"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}

/** Mean colour of a part of a picture; edges are shares of its width and height. */
export async function colourAt(
  bytes: Uint8Array,
  part: { left: number; top: number; right: number; bottom: number },
): Promise<{ red: number; green: number; blue: number; opacity: number }> {
  const { width, height } = await sharp(bytes).metadata();
  const left = Math.round(part.left * width);
  const top = Math.round(part.top * height);
  const piece = await sharp(bytes)
    .ensureAlpha()
    .toColourspace("srgb")
    .extract({
      left,
      top,
      width: Math.max(1, Math.round(part.right * width) - left),
      height: Math.max(1, Math.round(part.bottom * height) - top),
    })
    .raw()
    .toBuffer();
  const means = [0, 0, 0, 0];
  for (const [at, value] of piece.entries()) means[at % 4]! += value / (piece.length / 4);
  const [red, green, blue, opacity] = means;
  return { red: red!, green: green!, blue: blue!, opacity: opacity! };
}

/** The picture itself, where the strip at its foot is a label of ours. */
export async function withoutLabel(bytes: Uint8Array): Promise<Buffer> {
  const raster = await toRaster(sharp(bytes).removeAlpha());
  const { width, height } = raster;
  return sharp(bytes)
    .extract({ left: 0, top: 0, width, height: height - foundLabelHeight(raster) })
    .png()
    .toBuffer();
}

/** Mean difference of two pictures over all pixels, 0 … 255. */
export async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = await Promise.all(
    [a, b].map((bytes) =>
      sharp(bytes).removeAlpha().resize(64, 64, { fit: "fill" }).raw().toBuffer(),
    ),
  );
  return first!.reduce((sum, value, at) => sum + Math.abs(value - second![at]!), 0) / first!.length;
}
