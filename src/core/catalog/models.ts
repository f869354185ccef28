import { parseCredits } from "../credits.js";
import type { ImageModel } from "./model.js";

/** Stored with every generation. Raise it whenever a price or an ability below changes. */
export const CATALOG_VERSION = 1;

const FLUX_ASPECT_RATIOS = [
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

/**
 * The models people can choose from. 1 credit is about 0.005 USD of provider cost.
 * Abilities and prices: replicate.com/black-forest-labs and replicate.com/pricing.
 */
export const IMAGE_MODELS: readonly ImageModel[] = [
  {
    id: "flux-schnell",
    name: "FLUX.1 schnell",
    unitCredits: parseCredits(1),
    providerCostMicroUsd: 3_000,
    aspectRatios: FLUX_ASPECT_RATIOS,
    defaultAspectRatio: "1:1",
    maxCount: 4,
    lane: "quick",
    typicalSeconds: 2,
    licence: "Apache-2.0",
  },
  {
    id: "flux-dev",
    name: "FLUX.1 dev",
    unitCredits: parseCredits(5),
    providerCostMicroUsd: 25_000,
    aspectRatios: FLUX_ASPECT_RATIOS,
    defaultAspectRatio: "1:1",
    maxCount: 4,
    lane: "standard",
    typicalSeconds: 6,
    licence: "FLUX.1 [dev] non-commercial weights; hosted use under the host's licence",
  },
];

export const DEFAULT_MODEL_ID = "flux-schnell";

export function findModel(modelId: string): ImageModel | undefined {
  return IMAGE_MODELS.find((model) => model.id === modelId);
}
