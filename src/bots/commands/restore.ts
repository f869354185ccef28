import { modelOptions, modelsThat } from "./option-specs.js";
import { createPictureCommand } from "./picture-command.js";

export const restoreCommand = createPictureCommand({
  name: "restore",
  description: { en: "Repair an old or damaged photo", de: "Repariere ein altes Foto" },
  options: modelOptions(
    modelsThat(({ task }) => task === "restore"),
    { choosesModel: false },
  ),
  takesPictures: { min: 1, max: 1 },
  task: "restore",
});
