import { modelOptions, modelsThat, wordsOption } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

const MODELS = modelsThat(({ task }) => task === "picture");

export const imagineCommand = createPictureCommand({
  name: "imagine",
  description: { en: "Make a picture from words", de: "Mache ein Bild aus Worten" },
  options: [
    wordsOption("prompt", { en: "What you would like to see", de: "Was du sehen möchtest" }),
    ...modelOptions(MODELS),
  ],
  // Enough for every model; what the one chosen takes is checked by the core.
  takesPictures: { min: 0, max: Math.max(...MODELS.map(({ inputs }) => inputs.max)) },
  task: "picture",
  words: { option: "prompt", ask: "forPrompt" },
});
