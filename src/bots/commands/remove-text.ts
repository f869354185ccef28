import { modelOptions, modelsThat } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

export const removeTextCommand = createPictureCommand({
  name: "remove_text",
  description: { en: "Take the text out of a picture", de: "Entferne Text aus einem Bild" },
  options: modelOptions(
    modelsThat(({ task }) => task === "remove_text"),
    { choosesModel: false },
  ),
  takesPictures: { min: 1, max: 1 },
  task: "remove_text",
});
