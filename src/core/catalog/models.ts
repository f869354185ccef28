import type { ImageModel, ModelTask } from "./model.js";
import { CLIPS } from "./models/clips.js";
import { EDITING } from "./models/editing.js";
import { TEXT_TO_IMAGE } from "./models/text-to-image.js";
import { TREATMENTS } from "./models/treatments.js";

/** The edition of the models as they stand in these files; each price change counts on from it. */
export const FIRST_CATALOG_VERSION = 2;

/**
 * The models people can choose from. 1 credit is about 0.005 USD of provider cost.
 * Abilities and prices: replicate.com/pricing, fal.ai/pricing and the models' own pages, 2026-11.
 */
export const IMAGE_MODELS: readonly ImageModel[] = [
  ...TEXT_TO_IMAGE,
  ...EDITING,
  ...TREATMENTS,
  ...CLIPS,
];

export const DEFAULT_MODEL_ID = "flux-schnell";
/** What changes a picture unless another model is asked for, by how many pictures are given. */
export const DEFAULT_EDIT_MODEL_IDS = {
  one: "flux-kontext-pro",
  two: "flux-kontext-multi-pro",
  more: "flux-2-pro",
} as const;
/** What does a task unless another model is asked for. */
export const DEFAULT_TASK_MODEL_IDS: Readonly<Record<Exclude<ModelTask, "picture">, string>> = {
  upscale: "upscale-fast",
  restore: "restore",
  remove_text: "remove-text",
  remove_background: "remove-background",
  portraits: "portrait-series",
  headshot: "headshot",
  clip: "seedance-fast",
};

/** The model itself, with the prices of its first edition: for names and abilities, not for quoting. */
export function findModel(modelId: string): ImageModel | undefined {
  return IMAGE_MODELS.find((model) => model.id === modelId);
}
