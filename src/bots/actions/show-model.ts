import { modelView } from "../presentation/model-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

/** Everything about one model, in place of the list. */
export const showModelAction: ButtonAction = {
  name: "model",
  answersWith: "update",
  subjects: /^[a-z0-9.-]{1,39}$/,

  async run({ subject, platform }, { useCases, wording, support }) {
    const list = useCases.listModels();
    const offered = list.models.find(({ model }) => model.id === subject);
    return offered
      ? { kind: "view", view: modelView(offered, { list, platform, wording }) }
      : { kind: "refusal", view: refusalView({ kind: "not_found" }, wording, support) };
  },
};
