import sharp, { type Sharp } from "sharp";

/** Decoded pixels, row by row: red, green, blue and, of four channels, opacity. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

export function toSharp({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs what was asked of the picture. */
export async function toRaster(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { data, width, height, channels: info.channels === 4 ? 4 : 3 };
}

/** How bright each pixel is, 0 … 255. */
export function toLuminance({ data, width, height, channels }: Raster): Float32Array {
  const light = new Float32Array(width * height);
  for (let at = 0, from = 0; at < light.length; at += 1, from += channels) {
    light[at] =
      0.2126 * (data[from] ?? 0) + 0.7152 * (data[from + 1] ?? 0) + 0.0722 * (data[from + 2] ?? 0);
  }
  return light;
}
