import { MATCH_INPUT } from "../../core/catalog/model.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What an endpoint makes: sides from `min` to `max` pixels, in steps. */
export interface SideRules {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** As FAL counts: 1024 × 1024 is one, 1920 × 1080 two. */
const MEGAPIXEL = 1024 * 1024;
/** A shape this far from the one asked for is still taken for it. */
const TOLERANCE = 0.025;

/** Begun megapixels, which is what FAL bills by. */
export function countMegapixels({ width, height }: PictureSize): number {
  return Math.max(1, Math.ceil((width * height) / MEGAPIXEL));
}

/**
 * The size of the shape and resolution asked for. FAL's presets know five shapes and one resolution, so it is always said
 * in pixels: the largest size of that shape which stays within its megapixels, and so within their price.
 */
export function toPictureSize(request: ImageRequest, rules: SideRules): PictureSize {
  const { min, max, step } = rules;
  const budget = toMegapixels(request.resolution) * MEGAPIXEL;
  const ratio = Math.min(Math.max(toRatio(request), min / max), max / min);
  let best: PictureSize & { error: number } = { width: min, height: min, error: Infinity };
  for (let width = min; width <= max; width += step) {
    const wanted = Math.round(width / ratio / step) * step;
    const height = Math.min(Math.max(wanted, min), max);
    if (width * height > budget) continue;
    const error = Math.abs(width / height / ratio - 1);
    // Widths grow, so of those that fit the later is the larger.
    if (error <= TOLERANCE || error < best.error) best = { width, height, error };
  }
  return { width: best.width, height: best.height };
}

function toRatio({ aspectRatio, inputs }: ImageRequest): number {
  const [width = 1, height = 1] = (aspectRatio ?? "").split(":").map(Number);
  if (aspectRatio !== null && aspectRatio !== MATCH_INPUT) return width / height;
  const [first] = inputs;
  return first ? first.width / first.height : 1;
}

/** `2mp` is two; what has a size of its own, such as `standard`, is one. */
function toMegapixels(resolution: string): number {
  return Number(/^(\d)mp$/.exec(resolution)?.[1] ?? 1);
}
