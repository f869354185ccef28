import sharp, { type Sharp } from "sharp";

/** Red, green and blue, and alpha where there is one. */
export type Colour = readonly number[];

export const RED = [220, 20, 20];
export const GREEN = [20, 200, 20];
export const BLUE = [20, 20, 220];

/** 64 × 32: its left half red, its right half green above blue, so that every turn of it looks different. */
export function drawing(): Sharp {
  const raw = { width: 64, height: 32, channels: 3 } as const;
  const data = Buffer.alloc(raw.width * raw.height * raw.channels);
  for (let y = 0; y < raw.height; y += 1) {
    for (let x = 0; x < raw.width; x += 1) {
      data.set(x < 32 ? RED : y < 16 ? GREEN : BLUE, (y * raw.width + x) * raw.channels);
    }
  }
  return sharp(data, { raw });
}

/** One colour after the other. */
export async function animation(format: "gif" | "webp", colours: readonly Colour[]) {
  const frames = await Promise.all(colours.map((colour) => blank(16, 16, colour).png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    [format]()
    .toBuffer();
}

export function blank(width: number, height: number, [r = 0, g = 0, b = 0]: Colour): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** The colours a little way in from its corners: upper left, upper right, lower left, lower right. */
export async function corners(bytes: Uint8Array): Promise<readonly Colour[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const start = (y * info.width + x) * info.channels;
    return [...data.subarray(start, start + info.channels)];
  };
  const [right, bottom] = [info.width - 5, info.height - 5];
  return [at(4, 4), at(right, 4), at(4, bottom), at(right, bottom)];
}
