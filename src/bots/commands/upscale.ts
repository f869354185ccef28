import { modelOptions, modelsThat } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

export const upscaleCommand = createPictureCommand({
  name: "upscale",
  description: { en: "Make a picture larger", de: "Mache ein Bild größer" },
  options: modelOptions(modelsThat(({ task }) => task === "upscale")),
  takesPictures: { min: 1, max: 1 },
  task: "upscale",
});
