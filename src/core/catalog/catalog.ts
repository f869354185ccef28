import type { ImageModel, Resolution } from "./model.js";
import { FIRST_CATALOG_VERSION, IMAGE_MODELS } from "./models.js";
import { PRICE_CHANGES, type PriceChange } from "./price-changes.js";

/** The models with the prices of one moment. */
export interface CatalogEdition {
  /** Stored with every generation. */
  readonly version: number;
  readonly models: readonly ImageModel[];
  find(modelId: string): ImageModel | undefined;
}

/** A price that is going to change. */
export interface AnnouncedPrice {
  readonly model: ImageModel;
  readonly before: Resolution;
  readonly after: Resolution;
  readonly startsAt: Date;
}

export interface Catalog {
  at(moment: Date): CatalogEdition;
  /** Prices that change after `moment`, the next first. */
  announced(moment: Date): readonly AnnouncedPrice[];
}

/** @throws RangeError when the changes are not in the order of their versions and dates. */
export function createCatalog(data: {
  models: readonly ImageModel[];
  changes: readonly PriceChange[];
}): Catalog {
  const editions = toEditions(data);
  const atMoment = (moment: Date) =>
    editions.findLast(({ startsAtMs }) => startsAtMs <= moment.getTime()) ?? editions[0];
  return {
    at: (moment) => atMoment(moment).edition,
    announced: (moment) =>
      data.changes
        .filter(({ startsAt }) => startsAt > moment)
        .flatMap((change, index, coming) =>
          announce(index === 0 ? atMoment(moment) : editionOf(coming[index - 1]), change),
        ),
  };

  function editionOf(change: PriceChange | undefined): DatedEdition {
    return editions.find(({ edition }) => edition.version === change?.version) ?? editions[0];
  }
}

interface DatedEdition {
  readonly startsAtMs: number;
  readonly edition: CatalogEdition;
}

function toEditions(data: {
  models: readonly ImageModel[];
  changes: readonly PriceChange[];
}): readonly [DatedEdition, ...DatedEdition[]] {
  const first = toEdition(FIRST_CATALOG_VERSION, Number.NEGATIVE_INFINITY, data.models);
  const editions: [DatedEdition, ...DatedEdition[]] = [first];
  for (const { version, startsAt, prices } of data.changes) {
    const { edition, startsAtMs } = editions.at(-1) ?? first;
    if (version !== edition.version + 1 || startsAt.getTime() <= startsAtMs) {
      throw new RangeError(`price change ${version} is out of order`);
    }
    const models = edition.models.map((model) => ({
      ...model,
      resolutions: prices[model.id] ?? model.resolutions,
    }));
    editions.push(toEdition(version, startsAt.getTime(), models));
  }
  return editions;
}

function toEdition(version: number, startsAtMs: number, models: readonly ImageModel[]) {
  const byId = new Map(models.map((model) => [model.id, model]));
  return { startsAtMs, edition: { version, models, find: (id: string) => byId.get(id) } };
}

function announce({ edition }: DatedEdition, change: PriceChange): AnnouncedPrice[] {
  return Object.entries(change.prices).flatMap(([id, resolutions]) => {
    const model = edition.find(id);
    if (!model) return [];
    return resolutions.flatMap((after) => {
      const before = model.resolutions.find((resolution) => resolution.id === after.id);
      const isSame = before?.credits === after.credits;
      return before && !isSame ? [{ model, before, after, startsAt: change.startsAt }] : [];
    });
  });
}

/** What this house offers. */
export const catalog = createCatalog({ models: IMAGE_MODELS, changes: PRICE_CHANGES });
