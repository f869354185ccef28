import type { GenerationId } from "../../core/ids.js";
import type { CommandContext } from "../commands/command.js";
import { refuseGeneration } from "../commands/refuse-generation.js";
import type { ButtonAction } from "./action.js";

export const againAction: ButtonAction = {
  name: "again",
  answersWith: "message",

  async run(press, context) {
    const { requestKey, accountId, replyTarget: target } = press;
    const generationId = press.subject as GenerationId;
    const repeated = await context.useCases.repeatGeneration({
      requestKey,
      accountId,
      generationId,
      target,
    });
    if (!repeated.ok) {
      const { refusal } = repeated;
      const readOptions = () => readOptionsOf(generationId, context);
      return refuseGeneration({ refusal, from: press, readOptions }, context);
    }
    const { deliveryId, report, isDoubleClick } = repeated.value;
    return { kind: "generation", deliveryId, report, isShownElsewhere: isDoubleClick };
  },
};

/** What the generation was asked for by, as if it had been typed; null when its prompt was erased. */
async function readOptionsOf(generationId: GenerationId, { useCases }: CommandContext) {
  const report = await useCases.reportGeneration(generationId);
  if (!report?.prompt) return null;
  const { prompt, modelId: model, aspectRatio, requestedCount: count } = report;
  return { prompt, model, count, ...(aspectRatio === null ? {} : { aspect: aspectRatio }) };
}
