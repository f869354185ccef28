import type { OfferedModel } from "../../core/catalog/list-models.js";
import {
  type ImageModel,
  MATCH_INPUT,
  type Range,
  type Resolution,
} from "../../core/catalog/model.js";

/** One thing to know about a model, before it is put into words. */
export type ModelFact =
  | {
      readonly kind: "price";
      readonly resolution: Resolution;
      readonly unit: PriceUnit;
      /** It is the model's only size, which then needs no name. */
      readonly isOnlyOne: boolean;
    }
  | { readonly kind: "pictures"; readonly min: number; readonly max: number }
  | {
      readonly kind: "shapes";
      readonly shapes: readonly string[];
      /** It can also keep the shape of the picture given. */
      readonly keepsInput: boolean;
    }
  | { readonly kind: "count"; readonly max: number }
  | { readonly kind: "seconds"; readonly choices: readonly number[]; readonly usual: number }
  | { readonly kind: "formats"; readonly formats: readonly string[] }
  | { readonly kind: "seed"; readonly hasSeed: boolean }
  | {
      readonly kind: "range";
      readonly option: "strength" | "guidance" | "steps";
      readonly range: Range;
    }
  | { readonly kind: "enhance" }
  | { readonly kind: "time"; readonly seconds: number }
  | { readonly kind: "served_by"; readonly providers: readonly string[] }
  | { readonly kind: "licence"; readonly text: string }
  | { readonly kind: "attribution"; readonly text: string };

export type PriceUnit = "picture" | "second";

/** Everything about a model, in the order people ask for it. */
export function modelFacts({ model, servedBy }: OfferedModel): readonly ModelFact[] {
  return [
    ...priceFacts(model),
    { kind: "time", seconds: model.typicalSeconds },
    { kind: "served_by", providers: servedBy },
    { kind: "pictures", ...model.inputs },
    ...shapeFacts(model),
    ...(model.seconds
      ? [{ kind: "seconds" as const, choices: model.seconds.choices, usual: model.seconds.default }]
      : [{ kind: "count" as const, max: model.maxCount }]),
    ...(model.formats.length > 0 ? [{ kind: "formats" as const, formats: model.formats }] : []),
    { kind: "seed", hasSeed: model.hasSeed },
    ...rangeFacts(model),
    ...(model.canEnhance ? [{ kind: "enhance" as const }] : []),
    { kind: "licence", text: model.licence },
    { kind: "attribution", text: model.attribution },
  ];
}

export function priceUnit({ output }: ImageModel): PriceUnit {
  return output === "clip" ? "second" : "picture";
}

function priceFacts(model: ImageModel): ModelFact[] {
  const isOnlyOne = model.resolutions.length === 1;
  return model.resolutions.map((resolution) => ({
    kind: "price",
    resolution,
    unit: priceUnit(model),
    isOnlyOne,
  }));
}

function shapeFacts({ aspectRatios }: ImageModel): ModelFact[] {
  const shapes = aspectRatios.filter((shape) => shape !== MATCH_INPUT);
  if (shapes.length === 0) return [];
  return [{ kind: "shapes", shapes, keepsInput: aspectRatios.includes(MATCH_INPUT) }];
}

function rangeFacts(model: ImageModel): ModelFact[] {
  return (["strength", "guidance", "steps"] as const).flatMap((option) => {
    const range = model[option];
    return range ? [{ kind: "range" as const, option, range }] : [];
  });
}
