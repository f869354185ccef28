import { cleanPrompt, MAX_PROMPT_LENGTH } from "../../core/catalog/clean-prompt.js";
import { MAX_SEED } from "../../core/catalog/generation-options.js";
import { IMAGE_MODELS } from "../../core/catalog/models.js";
import { textView } from "../presentation/chat-view.js";
import { BOTH_PLATFORMS, type Command, type OptionChoice } from "./command.js";
import { refuseGeneration } from "./refuse-generation.js";

const ASPECT_RATIOS = [...new Set(IMAGE_MODELS.flatMap(({ aspectRatios }) => aspectRatios))];
const MAX_COUNT = Math.max(...IMAGE_MODELS.map(({ maxCount }) => maxCount));
/** Enough for every model; what one of them takes is checked by the core. */
const MAX_PICTURES = Math.max(...IMAGE_MODELS.map(({ inputs }) => inputs.max));

function suggestModels(typed: string): OptionChoice[] {
  const wanted = typed.trim().toLowerCase();
  return IMAGE_MODELS.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted)).map(
    ({ id, name, resolutions: [{ credits }] }) => ({ value: id, label: `${name} · ${credits} cr` }),
  );
}

export const imagineCommand: Command = {
  name: "imagine",
  platforms: BOTH_PLATFORMS,
  description: { en: "Make a picture from words", de: "Mache ein Bild aus Worten" },
  options: [
    {
      name: "prompt",
      kind: "text",
      isRequired: true,
      maxLength: MAX_PROMPT_LENGTH,
      description: { en: "What you would like to see", de: "Was du sehen möchtest" },
    },
    {
      name: "model",
      kind: "text",
      isRequired: false,
      suggest: suggestModels,
      description: {
        en: "Which model makes it; /models lists them",
        de: "Welches Modell; /models zeigt alle",
      },
    },
    {
      name: "aspect",
      kind: "text",
      isRequired: false,
      choices: ASPECT_RATIOS.map((value) => ({ value, label: value })),
      description: {
        en: "Shape of the picture, width to height",
        de: "Seitenverhältnis, Breite zu Höhe",
      },
    },
    {
      name: "count",
      kind: "whole_number",
      isRequired: false,
      min: 1,
      max: MAX_COUNT,
      description: { en: "How many pictures", de: "Wie viele Bilder" },
    },
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
    {
      name: "private",
      kind: "yes_no",
      isRequired: false,
      description: {
        en: "Only you see the request and the result",
        de: "Nur du siehst Anfrage und Ergebnis",
      },
    },
  ],
  takesPictures: { min: 0, max: MAX_PICTURES },
  visibility: (options) => (options.private === true ? "only_me" : "everyone"),

  async run(request, context) {
    const { useCases, wording } = context;
    const { accountId, options, inputs, replyTarget: target, requestKey } = request;
    const { prompt = "", ...draft } = options;
    if (cleanPrompt(String(prompt)) === "") {
      const view = textView("neutral", wording.imagine.askForPrompt);
      return { kind: "ask", view, option: "prompt", draft };
    }
    const requested = await useCases.requestGeneration({
      requestKey,
      accountId,
      options,
      inputs,
      target,
    });
    if (!requested.ok) {
      const { refusal } = requested;
      return refuseGeneration(
        { refusal, from: request, readDraft: async () => ({ options, inputs }) },
        context,
      );
    }
    const { deliveryId, report } = requested.value;
    return { kind: "generation", deliveryId, report };
  },
};
