import type { ImageRequest } from "../../core/ports/image-provider.js";

/** What one picture or clip of a request costs, in millionths of a US dollar. */
export type UnitPrice = (request: ImageRequest) => number;

const PIXELS = 1_048_576;

export function perPicture(microUsd: number): UnitPrice {
  return () => microUsd;
}

/** FLUX.2: by the run, and by each megapixel begun of what is made and of every picture given. */
export function perMegapixel(price: { run: number; made: number; given: number }): UnitPrice {
  return ({ resolution, inputs }) => {
    const made = Number.parseInt(resolution, 10) || 1; // e.g. `2mp`.
    const given = inputs
      .map(({ width, height }) => Math.ceil((width * height) / PIXELS))
      .reduce((sum, each) => sum + each, 0);
    return price.run + price.made * made + price.given * given;
  };
}

/** By the second, by resolution. */
export function perSecond(prices: Readonly<Record<string, number>>): UnitPrice {
  return ({ resolution, seconds }) => (prices[resolution] ?? 0) * (seconds ?? 0);
}
