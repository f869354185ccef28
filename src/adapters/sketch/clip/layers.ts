import sharp from "sharp";
import type { Raster } from "../raster.js";

/** Pixels with opacity, red, green and blue already multiplied by it: frames are then made by adding up. */
export interface Layer {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export async function renderLayer(svg: string): Promise<Layer> {
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 4) {
    const share = (data[at + 3] ?? 0) / 255;
    for (let band = 0; band < 3; band += 1)
      data[at + band] = Math.round((data[at + band] ?? 0) * share);
  }
  return { data, width: info.width, height: info.height };
}

/** Lays a layer over a frame, in place. `repeats`: what leaves on one side comes in on the other. */
export function lay(
  frame: Raster,
  layer: Layer,
  at: { x: number; y: number; repeats?: boolean },
): void {
  const left = Math.round(at.x);
  const top = Math.round(at.y);
  for (let y = 0; y < frame.height; y += 1) {
    const fromY = at.repeats ? wrap(y - top, layer.height) : y - top;
    if (fromY < 0 || fromY >= layer.height) continue;
    for (let x = 0; x < frame.width; x += 1) {
      const fromX = at.repeats ? wrap(x - left, layer.width) : x - left;
      if (fromX < 0 || fromX >= layer.width) continue;
      const from = (fromY * layer.width + fromX) * 4;
      const opacity = layer.data[from + 3] ?? 0;
      if (opacity === 0) continue;
      const to = (y * frame.width + x) * 3;
      const kept = 255 - opacity;
      for (let band = 0; band < 3; band += 1) {
        frame.data[to + band] =
          (layer.data[from + band] ?? 0) + ((frame.data[to + band] ?? 0) * kept) / 255;
      }
    }
  }
}

function wrap(value: number, length: number): number {
  return ((value % length) + length) % length;
}
