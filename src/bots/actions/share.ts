import type { GenerationId } from "../../core/ids.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

/** Shows everybody what its owner alone has seen. */
export const shareAction: ButtonAction = {
  name: "share",
  answersWith: "message",
  visibility: "only_me",

  async run(press, { useCases, wording, support }) {
    const generationId = press.subject as GenerationId;
    const shared = await useCases.shareGeneration({ accountId: press.accountId, generationId });
    if (!shared.ok) return { kind: "refusal", view: refusalView(shared.refusal, wording, support) };
    return { kind: "notice", text: wording.privacy.shared };
  },
};
