import { refuseGeneration } from "../commands/refuse-generation.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

/** Yes to the price of a request. */
export const confirmAction: ButtonAction = {
  name: "confirm",
  answersWith: "update",

  async run(press, context) {
    const { accountId, subject: confirmationId, replyTarget } = press;
    const { useCases, wording, support } = context;
    const { grant } = replyTarget;
    const confirmed = await useCases.confirmGeneration({ accountId, confirmationId, grant });
    const { result, draft } = confirmed;
    if (result.ok) {
      const { deliveryId, report } = result.value;
      return { kind: "generation", deliveryId, report, replacesPressed: true };
    }
    const { refusal } = result;
    if (!draft) return { kind: "refusal", view: refusalView(refusal, wording, support) };
    const waitsForPayment =
      refusal.kind === "insufficient_credits" && useCases.listPacks(press.platform).length > 0;
    // From here on it goes on with the payment alone, or it could run twice.
    if (waitsForPayment) await useCases.declineGeneration({ accountId, confirmationId });
    return refuseGeneration({ refusal, from: press, readDraft: async () => draft }, context);
  },
};
