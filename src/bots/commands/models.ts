import type { ModelList } from "../../core/catalog/list-models.js";
import { nearestModels } from "../../core/catalog/nearest-models.js";
import { modelView } from "../presentation/model-view.js";
import { modelsView } from "../presentation/models-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";
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
    const typed = String(options.model).trim();
    const offered = findOffered(list, typed);
    if (offered) return show(modelView(offered, { list, platform, wording }));
    const given = typed.slice(0, 60);
    const nearest = nearestModels(
      given,
      list.models.map(({ model }) => model),
    );
    const problem = { kind: "unknown_model", given, nearest } as const;
    const refusal = { kind: "invalid_option", option: "model", problem } as const;
    return { kind: "refusal", view: refusalView(refusal, wording, support) };
  },
};

/** By id or by name, as people type it. */
function findOffered({ models }: ModelList, typed: string) {
  const wanted = typed.toLowerCase();
  return models.find(({ model }) => model.id === wanted || model.name.toLowerCase() === wanted);
}
