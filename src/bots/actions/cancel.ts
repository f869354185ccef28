import type { GenerationId } from "../../core/ids.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

export const cancelAction: ButtonAction = {
  name: "cancel",
  answersWith: "update",

  async run(press, { useCases, wording, support }) {
    const generationId = press.subject as GenerationId;
    const cancelled = await useCases.cancelGeneration({ accountId: press.accountId, generationId });
    if (!cancelled.ok)
      return { kind: "refusal", view: refusalView(cancelled.refusal, wording, support) };
    return { kind: "notice", text: [wording.cancel.done(cancelled.value.releasedCredits)] };
  },
};
