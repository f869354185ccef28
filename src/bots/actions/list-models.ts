import { MODEL_GROUPS, type ModelGroup } from "../presentation/model-groups.js";
import { modelsView } from "../presentation/models-view.js";
import type { ButtonAction } from "./action.js";

/** Turns to another page of the models. */
export const listModelsAction: ButtonAction = {
  name: "models",
  answersWith: "update",
  subjects: new RegExp(`^(${MODEL_GROUPS.join("|")})$`),

  async run({ subject }, { useCases, wording }) {
    // One of them, by `subjects`.
    const group = subject as ModelGroup;
    return { kind: "view", view: modelsView(useCases.listModels(), { group, wording }) };
  },
};
