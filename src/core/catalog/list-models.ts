import type { Clock } from "../ports/clock.js";
import type { ImageProvider } from "../ports/image-provider.js";
import type { AnnouncedPrice, Catalog } from "./catalog.js";
import type { ImageModel } from "./model.js";

/** A model with its price of now. */
export interface OfferedModel {
  readonly model: ImageModel;
  /** The providers of this instance that make it, in order of preference. None: it cannot be had here. */
  readonly servedBy: readonly string[];
}

export interface ModelList {
  readonly models: readonly OfferedModel[];
  /** Prices that are going to change, the next first. */
  readonly announced: readonly AnnouncedPrice[];
}

export type ListModels = () => ModelList;

/** Every model of the catalog at this moment, and who makes it here. Answers at once. */
export function createListModels(deps: {
  catalog: Catalog;
  clock: Clock;
  providers: readonly ImageProvider[];
}): ListModels {
  return function listModels() {
    const now = deps.clock.now();
    const models = deps.catalog.at(now).models.map((model) => ({
      model,
      servedBy: deps.providers.filter(({ serves }) => serves(model.id)).map(({ name }) => name),
    }));
    return { models, announced: deps.catalog.announced(now) };
  };
}
