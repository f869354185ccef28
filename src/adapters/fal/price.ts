import type { ImageRequest } from "../../core/ports/image-provider.js";
import { countMegapixels, type SideRules, toPictureSize } from "./picture-size.js";

/** What one picture or clip of the request costs, in millionths of a US dollar: fal.ai/pricing, 2026-11. */
export type UnitPrice = (request: ImageRequest) => number;

export function perPicture(microUsd: number): UnitPrice {
  return () => microUsd;
}

/** By begun megapixels of the picture made, and of those given where they are billed too. */
export function perMegapixel(
  price: { first: number; more?: number; given?: number },
  rules: SideRules,
): UnitPrice {
  const { first, more = first, given = 0 } = price;
  return (request) => {
    const made = countMegapixels(toPictureSize(request, rules));
    return first + more * (made - 1) + given * countGiven(request);
  };
}

/** By begun megapixels of what is made in the size of the picture given. */
export function perMegapixelGiven(microUsd: number): UnitPrice {
  return (request) => microUsd * countGiven(request);
}

export function perSecond(byResolution: Readonly<Record<string, number>>): UnitPrice {
  return ({ resolution, seconds }) => (byResolution[resolution] ?? 0) * (seconds ?? 0);
}

function countGiven({ inputs }: ImageRequest): number {
  return inputs.reduce((sum, picture) => sum + countMegapixels(picture), 0);
}
