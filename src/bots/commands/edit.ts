import { modelOptions, modelsThat, wordsOption } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

/** Everything that makes a picture of pictures, treatments included. */
const MODELS = modelsThat(({ inputs, output }) => inputs.max > 0 && output === "picture");

export const editCommand = createPictureCommand({
  name: "edit",
  description: {
    en: "Change a picture, or make one from several",
    de: "Ändere ein Bild oder mach eins aus mehreren",
  },
  options: [
    // Treatments take none, so it cannot be required.
    wordsOption("instruction", { en: "What is to change", de: "Was sich ändern soll" }, false),
    ...modelOptions(MODELS),
  ],
  takesPictures: { min: 1, max: Math.max(...MODELS.map(({ inputs }) => inputs.max)) },
  words: { option: "instruction", ask: "forInstruction" },
});
