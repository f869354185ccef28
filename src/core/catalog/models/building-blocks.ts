import { parseCredits } from "../../credits.js";
import type { Range, Resolution, TakenInputs } from "../model.js";

/** FLUX.1 and 1.1: replicate.com/black-forest-labs, platforms as of 2026-11. */
export const FLUX_1_SHAPES = [
  "1:1",
  "16:9",
  "9:16",
  "4:3",
  "3:4",
  "3:2",
  "2:3",
  "5:4",
  "4:5",
  "21:9",
  "9:21",
] as const;

/** FLUX.2 pro, max, flex and dev have no 21:9. */
export const FLUX_2_SHAPES = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5"];

/** What Kontext offers at every provider: 5:4 and 4:5 are missing at FAL, 2:1 and 1:2 too. */
export const KONTEXT_SHAPES = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21"];

/** The usual size of pictures, and of what is made from one. */
export const ONE_SIZE = "standard";

/** A price. Costs are what the dearest provider asks, in millionths of a US dollar. */
export function size(
  id: string,
  price: { credits: number; cost: number; perInput?: { credits: number; cost: number } },
): Resolution {
  return {
    id,
    credits: parseCredits(price.credits),
    creditsPerInput: parseCredits(price.perInput?.credits ?? 0),
    costMicroUsd: price.cost,
    costPerInputMicroUsd: price.perInput?.cost ?? 0,
  };
}

/** More than any model makes use of. */
const MOST_PIXELS = 4_194_304;

/** How many pictures a model takes, and how large each may be. */
export function takes(min: number, max: number, maxPixels = MOST_PIXELS): TakenInputs {
  return { min, max, maxPixels };
}

export function range(min: number, max: number, usual: number): Range {
  return { min, max, default: usual };
}

/** What most models are: a picture by words, one run each, with a seed and nothing to turn. */
export const A_PICTURE = {
  task: "picture",
  output: "picture",
  prompt: "required",
  inputs: takes(0, 0),
  maxCount: 4,
  isBatched: false,
  hasSeed: true,
  formats: ["png", "jpg"],
  seconds: null,
  strength: null,
  guidance: null,
  steps: null,
  canEnhance: false,
  lane: "standard",
} as const;

/** Does one thing to one picture. */
export const A_TREATMENT = {
  ...A_PICTURE,
  prompt: "none",
  inputs: takes(1, 1),
  aspectRatios: [],
  defaultAspectRatio: null,
  maxCount: 1,
} as const;

export const FLUX_NON_COMMERCIAL =
  "Non-commercial weights for self-hosting; hosted use under the host's licence";
export const HOSTED = "Proprietary; hosted use under the host's licence";
export const APACHE = "Apache-2.0";
