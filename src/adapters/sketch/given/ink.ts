import { type Raster, toLuminance, toRaster, toSharp } from "../raster.js";

/** Lines drawn along the edges of a picture: how dark each point becomes, 0 … 1. */
export async function findLines(picture: Raster): Promise<Float32Array> {
  const { width, height } = picture;
  const light = toLuminance(await toRaster(toSharp(picture).blur(1.3)));
  const lines = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const of = (dx: number, dy: number) => light[at + dy * width + dx] ?? 0;
      const across = of(1, -1) + 2 * of(1, 0) + of(1, 1) - of(-1, -1) - 2 * of(-1, 0) - of(-1, 1);
      const down = of(-1, 1) + 2 * of(0, 1) + of(1, 1) - of(-1, -1) - 2 * of(0, -1) - of(1, -1);
      const slope = Math.hypot(across, down);
      const share = Math.min(1, Math.max(0, (slope - 34) / 130));
      lines[at] = share * share * (3 - 2 * share);
    }
  }
  return lines;
}

/** Draws the lines over the picture, in place. `strength` 1: as dark as the ink itself. */
export function inkLines(
  picture: Raster,
  lines: Float32Array,
  pen: { strength: number; colour: readonly [number, number, number] },
): void {
  const { data, channels } = picture;
  for (let at = 0; at < lines.length; at += 1) {
    const share = (lines[at] ?? 0) * pen.strength;
    if (share === 0) continue;
    for (let band = 0; band < 3; band += 1) {
      const to = at * channels + band;
      const was = data[to] ?? 0;
      data[to] = was + ((pen.colour[band] ?? 0) - was) * share;
    }
  }
}
