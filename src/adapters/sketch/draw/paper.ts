import type { OverlayOptions } from "sharp";
import { createRandom } from "./random.js";

const grainSide = 256;
/** Paper is not smooth; the grain also hides the steps in a soft sky. */
const grainStrength = 15;

/** Grey noise around the middle, which soft light leaves unchanged. Always the same. */
function makeGrain(): Buffer {
  const random = createRandom("paper");
  const pixels = Buffer.alloc(grainSide * grainSide * 4, 255);
  for (let offset = 0; offset < pixels.length; offset += 4) {
    const tone = 128 + Math.round((random.next() + random.next() - 1) * grainStrength);
    pixels.fill(tone, offset, offset + 3);
  }
  return pixels;
}

/** Laid over a picture, it makes paper of it. */
export const paperGrain: OverlayOptions = {
  input: makeGrain(),
  raw: { width: grainSide, height: grainSide, channels: 4 },
  tile: true,
  blend: "soft-light",
};
