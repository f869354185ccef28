import { IMAGE_MODELS } from "../../core/catalog/models.js";
import { textView } from "../presentation/chat-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";

export const modelsCommand: Command = {
  name: "models",
  platforms: BOTH_PLATFORMS,
  description: { en: "The models and their prices", de: "Die Modelle und ihre Preise" },
  options: [],
  visibility: () => "only_me",

  async run(_request, { wording }) {
    const lines = IMAGE_MODELS.flatMap((model) => [
      "\n• ",
      ...wording.models.line({ ...model, price: model.resolutions[0].credits }),
    ]);
    const text = [{ bold: wording.models.title }, ...lines, "\n", ...wording.models.footer];
    return show(textView("neutral", text));
  },
};
