import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

/** No to the price of a request: the question goes away. */
export const declineAction: ButtonAction = {
  name: "decline",
  answersWith: "update",

  async run({ accountId, subject: confirmationId }, { useCases, wording, support }) {
    const declined = await useCases.declineGeneration({ accountId, confirmationId });
    return declined.ok
      ? { kind: "remove", messages: [], notice: wording.confirm.declined }
      : { kind: "refusal", view: refusalView(declined.refusal, wording, support) };
  },
};
