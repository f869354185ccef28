import type { OfferedModel } from "../../core/catalog/list-models.js";
import type { ImageModel } from "../../core/catalog/model.js";

/** The pages of the models. Their names are on buttons of old messages: never rename one. */
export const MODEL_GROUPS = ["draw", "edit", "several", "special", "clips"] as const;
export type ModelGroup = (typeof MODEL_GROUPS)[number];

/** What belongs on each page. A model that can do several things is on several. */
const BELONGS: Readonly<Record<ModelGroup, (model: ImageModel) => boolean>> = {
  draw: ({ task, inputs }) => task === "picture" && inputs.min === 0,
  edit: ({ task, inputs }) => task === "picture" && inputs.min <= 1 && inputs.max >= 1,
  several: ({ task, inputs }) => task === "picture" && inputs.max >= 2,
  special: ({ task }) => task !== "picture" && task !== "clip",
  clips: ({ task }) => task === "clip",
};

export function modelsOf(group: ModelGroup, models: readonly OfferedModel[]): OfferedModel[] {
  return models.filter(({ model }) => BELONGS[group](model));
}

/** The page a model is first found on. */
export function groupOf(model: ImageModel): ModelGroup {
  return MODEL_GROUPS.find((group) => BELONGS[group](model)) ?? "special";
}
