import { modelView } from "../presentation/model-view.js";
import { modelsView } from "../presentation/models-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";
import { findModelTyped } from "./find-model.js";
import { suggestModels } from "./suggest-models.js";

export const modelsCommand: Command = {
  name: "models",
  platforms: BOTH_PLATFORMS,
  description: { en: "The models and their prices", de: "Die Modelle und ihre Preise" },
  options: [
    {
      name: "model",
      kind: "text",
      isRequired: false,
      maxLength: 60,
      suggest: suggestModels,
      description: { en: "Everything about this one", de: "Alles über dieses" },
    },
  ],
  visibility: () => "only_me",

  async run({ options, platform }, { useCases, wording, support }) {
    const list = useCases.listModels();
    if (options.model === undefined) return show(modelsView(list, { group: "draw", wording }));
    const offered = findModelTyped(list.models, String(options.model));
    return offered.ok
      ? show(modelView(offered.value, { list, platform, wording }))
      : { kind: "refusal", view: refusalView(offered.refusal, wording, support) };
  },
};
