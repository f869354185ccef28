import type { OfferedModel } from "../../core/catalog/list-models.js";
import type { ImageModel } from "../../core/catalog/model.js";
import type { Wording } from "../presentation/wording/wording.js";
import type { OptionChoice } from "./command.js";

/** Words people look for a model by, in all languages at once, besides its name. */
const ABILITIES: readonly { is(model: ImageModel): boolean; words: string }[] = [
  {
    is: ({ task, inputs }) => task === "picture" && inputs.min === 0,
    words: "text to image draw picture zeichnen bild aus text",
  },
  {
    is: ({ task, inputs }) => task === "picture" && inputs.max > 0,
    words: "edit change instruction reference bearbeiten ändern vorlage",
  },
  {
    is: ({ inputs }) => inputs.max > 1,
    words: "two pictures several multiple images zwei bilder mehrere",
  },
  {
    is: ({ task }) => task === "upscale",
    words: "upscale enlarge bigger vergrößern hochskalieren",
  },
  { is: ({ task }) => task === "restore", words: "restore repair old photo foto reparieren" },
  { is: ({ task }) => task === "remove_text", words: "remove text watermark entfernen schrift" },
  {
    is: ({ task }) => task === "remove_background",
    words: "remove background cut out hintergrund freistellen entfernen",
  },
  { is: ({ task }) => task === "portraits", words: "portrait series face porträt serie gesicht" },
  { is: ({ task }) => task === "headshot", words: "headshot portrait face bewerbungsfoto gesicht" },
  { is: ({ task }) => task === "clip", words: "video clip animate movie film animieren" },
  { is: ({ canEnhance }) => canEnhance, words: "enhance prompt ausschmücken" },
  { is: ({ guidance }) => guidance !== null, words: "guidance steps schritte" },
  { is: ({ strength }) => strength !== null, words: "strength stärke" },
  { is: ({ typicalSeconds }) => typicalSeconds <= 3, words: "fast quick schnell" },
];
const CHEAP = /^(cheap|cheapest|günstig|billig)\w*$/;

/**
 * Completions by name or ability, with the price. All words have to fit; `cheap` keeps the cheaper half. Models that
 * nobody serves here are left out.
 */
export function suggestModels(
  typed: string,
  offered: { models: readonly OfferedModel[]; wording: Wording },
): OptionChoice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = words.filter((word) => !CHEAP.test(word));
  const served = offered.models.flatMap(({ model, servedBy }) =>
    servedBy.length > 0 ? [model] : [],
  );
  const fitting = served.filter((model) => {
    const known = describe(model);
    return wanted.every((word) => known.includes(word));
  });
  const found = wanted.length < words.length ? cheaperHalf(fitting) : namedFirst(fitting, wanted);
  return found.map((model) => ({
    value: model.id,
    label: offered.wording.models.choice(model),
  }));
}

function describe(model: ImageModel): string {
  const abilities = ABILITIES.filter(({ is }) => is(model)).map(({ words }) => words);
  const sizes = model.resolutions.map(({ id }) => id);
  return [model.id, model.name, ...sizes, ...abilities].join(" ").toLowerCase();
}

/** Who types a name means that one, whatever else fits. */
function namedFirst(models: readonly ImageModel[], words: readonly string[]): ImageModel[] {
  const isNamed = ({ id, name }: ImageModel) =>
    words.every((word) => `${id} ${name}`.toLowerCase().includes(word));
  return [...models.filter(isNamed), ...models.filter((model) => !isNamed(model))];
}

function cheaperHalf(models: readonly ImageModel[]): ImageModel[] {
  const price = ({ resolutions: [{ credits }] }: ImageModel) => credits;
  const sorted = models.toSorted((one, other) => price(one) - price(other));
  return sorted.slice(0, Math.ceil(sorted.length / 2));
}
