import { modelOptions, modelsThat, wordsOption } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

const MODELS = modelsThat(({ task }) => task === "clip");

export const animateCommand = createPictureCommand({
  name: "animate",
  description: {
    en: "Make a short clip from words or a picture",
    de: "Mache einen kurzen Clip aus Worten oder einem Bild",
  },
  options: [
    wordsOption("prompt", { en: "What happens in the clip", de: "Was im Clip geschieht" }),
    ...modelOptions(MODELS),
  ],
  takesPictures: { min: 0, max: Math.max(...MODELS.map(({ inputs }) => inputs.max)) },
  task: "clip",
  words: { option: "prompt", ask: "forPrompt" },
});
