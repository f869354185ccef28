import sharp from "sharp";
import type { Raster } from "../raster.js";

/** Pixels with opacity, red, green and blue already multiplied by it: frames are then made by adding up. */
export interface Layer {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** For each row where its first visible pixel is and where its last one ends: most of most layers is empty. */
  readonly spans: Int32Array;
}

export async function renderLayer(svg: string): Promise<Layer> {
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const spans = new Int32Array(height * 2);
  for (let at = 0; at < width * height; at += 1) {
    const opacity = data[at * 4 + 3] ?? 0;
    if (opacity === 0) continue;
    const row = Math.floor(at / width) * 2;
    if (spans[row + 1] === 0) spans[row] = at % width;
    spans[row + 1] = (at % width) + 1;
    if (opacity === 255) continue;
    for (let band = at * 4; band < at * 4 + 3; band += 1) {
      data[band] = Math.round(((data[band] ?? 0) * opacity) / 255);
    }
  }
  return { data, width, height, spans };
}

/** Lays a layer over a frame, in place; what sticks out is cut off. */
export function lay(frame: Raster, layer: Layer, at: { x: number; y: number }): void {
  const left = Math.round(at.x);
  const top = Math.round(at.y);
  const last = Math.min(frame.height, top + layer.height);
  for (let y = Math.max(0, top); y < last; y += 1) layRow(frame, layer, { y, top, left });
}

/** What leaves on one side comes in on the other. */
export function layTiled(frame: Raster, layer: Layer, at: { x: number; y: number }): void {
  const left = wrap(Math.round(at.x), layer.width);
  const top = wrap(Math.round(at.y), layer.height);
  for (let y = top - layer.height; y < frame.height; y += layer.height) {
    for (let x = left - layer.width; x < frame.width; x += layer.width) lay(frame, layer, { x, y });
  }
}

function layRow(
  frame: Raster,
  { data, width, spans }: Layer,
  at: { y: number; top: number; left: number },
): void {
  const row = at.y - at.top;
  const first = Math.max(spans[row * 2] ?? 0, -at.left);
  const end = Math.min(spans[row * 2 + 1] ?? 0, frame.width - at.left);
  let from = (row * width + first) * 4;
  let to = (at.y * frame.width + at.left + first) * 3;
  for (let x = first; x < end; x += 1, from += 4, to += 3) {
    const kept = 255 - (data[from + 3] ?? 0);
    if (kept === 255) continue;
    const share = kept / 255;
    frame.data[to] = (data[from] ?? 0) + (frame.data[to] ?? 0) * share;
    frame.data[to + 1] = (data[from + 1] ?? 0) + (frame.data[to + 1] ?? 0) * share;
    frame.data[to + 2] = (data[from + 2] ?? 0) + (frame.data[to + 2] ?? 0) * share;
  }
}

function wrap(value: number, length: number): number {
  return ((value % length) + length) % length;
}
