import type { GenerationId } from "../../core/ids.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

export const againAction: ButtonAction = {
  name: "again",
  answersWith: "message",

  async run(press, { useCases, wording, support }) {
    const { requestKey, accountId, replyTarget: target } = press;
    const generationId = press.subject as GenerationId;
    const repeated = await useCases.repeatGeneration({
      requestKey,
      accountId,
      generationId,
      target,
    });
    if (!repeated.ok)
      return { kind: "refusal", view: refusalView(repeated.refusal, wording, support) };
    const { deliveryId, report, isDoubleClick } = repeated.value;
    return { kind: "generation", deliveryId, report, isShownElsewhere: isDoubleClick };
  },
};
