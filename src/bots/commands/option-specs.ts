import { MAX_PROMPT_LENGTH } from "../../core/catalog/clean-prompt.js";
import { MAX_SEED } from "../../core/catalog/generation-options.js";
import {
  type ImageModel,
  MATCH_INPUT,
  PICTURE_FORMATS,
  type Range,
} from "../../core/catalog/model.js";
import { IMAGE_MODELS } from "../../core/catalog/models.js";
import type { OptionChoice, OptionSpec } from "./command.js";
import { suggestModels } from "./suggest-models.js";

/** The words of a request. */
export function wordsOption(
  name: string,
  description: OptionSpec["description"],
  isRequired = true,
): OptionSpec {
  return { name, kind: "text", isRequired, maxLength: MAX_PROMPT_LENGTH, description };
}

/**
 * What a request of a command may say besides words: the options that at least one of `models` has, each with what they
 * offer between them. What the model chosen lacks is refused by the core.
 */
export function modelOptions(
  models: readonly ImageModel[],
  options: { choosesModel: boolean } = { choosesModel: true },
): OptionSpec[] {
  return [
    ...(options.choosesModel ? [modelOption(models)] : []),
    ...aspectOption(models),
    ...countOption(models),
    ...secondsOption(models),
    ...resolutionOption(models),
    ...formatOption(models),
    ...seedOption(models),
    ...tunedOptions(models),
    ...enhanceOption(models),
    PRIVATE,
    KEEP,
  ];
}

const PRIVATE: OptionSpec = {
  name: "private",
  kind: "yes_no",
  isRequired: false,
  description: {
    en: "Only you see the request and the result; it is kept for you as usual",
    de: "Nur du siehst Anfrage und Ergebnis; aufbewahrt wird es wie sonst",
  },
};

const KEEP: OptionSpec = {
  name: "keep",
  kind: "yes_no",
  isRequired: false,
  description: {
    en: "No: for you alone, and deleted here with your words once you have it",
    de: "Nein: nur für dich, und hier samt Text gelöscht, sobald du es hast",
  },
};

function modelOption(models: readonly ImageModel[]): OptionSpec {
  const ids = new Set(models.map(({ id }) => id));
  return {
    name: "model",
    kind: "text",
    isRequired: false,
    suggest: (typed, { models: offered, wording }) =>
      suggestModels(typed, { models: offered.filter(({ model }) => ids.has(model.id)), wording }),
    description: {
      en: "A model by name or ability; /models lists them",
      de: "Ein Modell nach Name oder Können; /models zeigt alle",
    },
  };
}

function aspectOption(models: readonly ImageModel[]): OptionSpec[] {
  const shapes = collect(models, ({ aspectRatios }) => aspectRatios);
  // The picture's own shape is what nobody has to ask for, yet some like to say it.
  const ordered = [...shapes.filter((shape) => shape !== MATCH_INPUT)];
  if (shapes.includes(MATCH_INPUT)) ordered.push(MATCH_INPUT);
  if (ordered.length === 0) return [];
  return [
    choiceOption("aspect", ordered, {
      en: "Shape, width to height; match_input keeps your picture's",
      de: "Breite zu Höhe; match_input behält die deines Bildes",
    }),
  ];
}

function countOption(models: readonly ImageModel[]): OptionSpec[] {
  const max = Math.max(...models.map(({ maxCount }) => maxCount));
  if (max <= 1) return [];
  return [
    {
      name: "count",
      kind: "whole_number",
      isRequired: false,
      min: 1,
      max,
      description: { en: "How many pictures", de: "Wie viele Bilder" },
    },
  ];
}

function secondsOption(models: readonly ImageModel[]): OptionSpec[] {
  const choices = collect(models, ({ seconds }) => seconds?.choices ?? []);
  if (choices.length === 0) return [];
  const sorted = choices.toSorted((a, b) => a - b).map(String);
  return [
    choiceOption("seconds", sorted, {
      en: "Length of the clip in seconds",
      de: "Länge des Clips in Sekunden",
    }),
  ];
}

function resolutionOption(models: readonly ImageModel[]): OptionSpec[] {
  const ids = collect(
    models.filter(({ resolutions }) => resolutions.length > 1),
    ({ resolutions }) => resolutions.map(({ id }) => id),
  );
  if (ids.length === 0) return [];
  return [
    choiceOption("resolution", ids, {
      en: "Size of the result, where the model offers several",
      de: "Größe des Ergebnisses, wo das Modell mehrere bietet",
    }),
  ];
}

function formatOption(models: readonly ImageModel[]): OptionSpec[] {
  const offered = collect(models, ({ formats }) => formats);
  if (offered.length === 0) return [];
  const choices = PICTURE_FORMATS.filter((format) => offered.includes(format));
  return [choiceOption("format", choices, { en: "File format", de: "Dateiformat" })];
}

function seedOption(models: readonly ImageModel[]): OptionSpec[] {
  if (!models.some(({ hasSeed }) => hasSeed)) return [];
  return [
    {
      name: "seed",
      kind: "whole_number",
      isRequired: false,
      min: 0,
      max: MAX_SEED,
      description: {
        en: "The same seed and words make the same picture",
        de: "Gleicher Seed und Text, gleiches Bild",
      },
    },
  ];
}

function tunedOptions(models: readonly ImageModel[]): OptionSpec[] {
  return [
    ...rangeOption(models, "strength", "number", {
      en: "How far your picture may be left behind, 0 to 1",
      de: "Wie weit dein Bild verlassen werden darf, 0 bis 1",
    }),
    ...rangeOption(models, "guidance", "number", {
      en: "How closely your words are followed",
      de: "Wie genau dein Text befolgt wird",
    }),
    ...rangeOption(models, "steps", "whole_number", {
      en: "More steps, more detail",
      de: "Mehr Schritte, mehr Details",
    }),
  ];
}

function rangeOption(
  models: readonly ImageModel[],
  name: "strength" | "guidance" | "steps",
  kind: "number" | "whole_number",
  description: OptionSpec["description"],
): OptionSpec[] {
  const ranges = models
    .map((model) => model[name])
    .filter((range): range is Range => range !== null);
  if (ranges.length === 0) return [];
  const min = Math.min(...ranges.map((range) => range.min));
  const max = Math.max(...ranges.map((range) => range.max));
  return [{ name, kind, isRequired: false, min, max, description }];
}

function enhanceOption(models: readonly ImageModel[]): OptionSpec[] {
  if (!models.some(({ canEnhance }) => canEnhance)) return [];
  return [
    {
      name: "enhance",
      kind: "yes_no",
      isRequired: false,
      description: {
        en: "The model may write your words out first",
        de: "Das Modell darf deinen Text erst ausschmücken",
      },
    },
  ];
}

function choiceOption(
  name: string,
  values: readonly string[],
  description: OptionSpec["description"],
): OptionSpec {
  const choices: OptionChoice[] = values.map((value) => ({ value, label: value }));
  return { name, kind: "text", isRequired: false, choices, description };
}

/** Everything that at least one of them offers, once. */
function collect<T>(models: readonly ImageModel[], of: (model: ImageModel) => readonly T[]): T[] {
  return [...new Set(models.flatMap(of))];
}

/** All models of some kind; abilities do not change with prices. */
export function modelsThat(isMeant: (model: ImageModel) => boolean): readonly ImageModel[] {
  return IMAGE_MODELS.filter(isMeant);
}
