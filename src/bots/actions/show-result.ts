import { type GenerationId, shortId } from "../../core/ids.js";
import { reportView } from "../presentation/report-view.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** Shows a result that could not be brought when it was done. */
export const showResultAction: ButtonAction = {
  name: "show_result",
  answersWith: "message",
  visibility: "only_me_in_place",

  async run(press, context) {
    const { accountId, subject } = press;
    const asked = { accountId, shortId: shortId(subject as GenerationId) };
    const found = await context.useCases.showGeneration(asked);
    if (!found.ok) return refusePress(found.refusal, press, context);
    return { kind: "view", view: reportView(found.value, context.wording) };
  },
};
