import type { Tiling } from "./heic-file.js";
import type { RawPixels } from "./raw-pixels.js";

/** Below that, nothing of what makes a picture sharp is lost by halving it first; sharp itself does so with JPEG. */
const MOST_SCALE = 0.4;

/** Whether a picture that is to have so many pixels may be halved before it is scaled: a quarter of the memory. */
export function canBeHalved(
  { width, height, tileWidth, tileHeight }: Tiling,
  mostPixels: number,
): boolean {
  const isSmaller = mostPixels <= width * height * MOST_SCALE ** 2;
  return isSmaller && tileWidth % 2 === 0 && tileHeight % 2 === 0;
}

/** The last one of an odd number stays. */
export function half(length: number): number {
  return Math.ceil(length / 2);
}

/** Each two by two pixels become their mean. */
export function halvePixels(pixels: RawPixels): RawPixels {
  const { channels, data } = pixels;
  const [width, height] = [half(pixels.width), half(pixels.height)];
  const rowBytes = pixels.width * channels;
  const halved = new Uint8Array(width * height * channels);
  let write = 0;
  for (let y = 0; y < height; y += 1) {
    const upper = 2 * y * rowBytes;
    const lower = 2 * y + 1 < pixels.height ? upper + rowBytes : upper;
    for (let x = 0; x < width; x += 1) {
      const left = 2 * x * channels;
      const right = 2 * x + 1 < pixels.width ? left + channels : left;
      for (let channel = 0; channel < channels; channel += 1) {
        const sum =
          at(upper + left + channel) +
          at(upper + right + channel) +
          at(lower + left + channel) +
          at(lower + right + channel);
        halved[write] = (sum + 2) >> 2;
        write += 1;
      }
    }
  }
  return { width, height, channels, data: halved };

  function at(index: number): number {
    return data[index] as number;
  }
}
