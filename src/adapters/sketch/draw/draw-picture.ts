import sharp from "sharp";
import { AppError } from "../../../core/errors.js";
import { composeSvg } from "./compose.js";
import { parsePictureSize } from "./picture-size.js";
import { createRandom } from "./random.js";

const grainSide = 256;
/** Paper is not smooth; the grain also hides the steps in a soft sky. */
const grainStrength = 15;

/** Draws one picture as JPEG, about one megapixel unless told how many pixels. The same input gives the same bytes on the same machine. */
export async function drawPicture(picture: {
  prompt: string;
  aspectRatio: string;
  seed: number;
  pixels?: number | undefined;
}): Promise<Uint8Array> {
  const size = parsePictureSize(picture.aspectRatio, picture.pixels);
  if (size === null) {
    throw new AppError({
      code: "provider_rejected",
      message: `no aspect ratio: ${picture.aspectRatio}`,
      retryable: false,
    });
  }
  const svg = composeSvg({ ...size, prompt: picture.prompt, seed: picture.seed });
  return sharp(Buffer.from(svg))
    .composite([
      {
        input: grain,
        raw: { width: grainSide, height: grainSide, channels: 4 },
        tile: true,
        blend: "soft-light",
      },
    ])
    .removeAlpha()
    .jpeg({ quality: 90, chromaSubsampling: "4:4:4" })
    .toBuffer();
}

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
const grain = makeGrain();
