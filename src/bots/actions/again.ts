import { toRawOptions } from "../../core/catalog/raw-options.js";
import { toInputsOf } from "../../core/chat/input-source.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
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
      const readDraft = () => readDraftOf(generationId, context);
      return refuseGeneration({ refusal, from: press, readDraft }, context);
    }
    const { deliveryId, report, isDoubleClick } = repeated.value;
    return { kind: "generation", deliveryId, report, isShownElsewhere: isDoubleClick };
  },
};

/** What the generation was asked for by, as if it had been typed; null when its prompt was erased. */
async function readDraftOf(
  generationId: GenerationId,
  { useCases }: CommandContext,
): Promise<RequestDraft | null> {
  const report = await useCases.reportGeneration(generationId);
  if (report?.prompt == null || !report.options) return null;
  const { prompt, modelId, options, requestedCount: count } = report;
  return {
    options: toRawOptions({ prompt, modelId, options, count }),
    inputs: toInputsOf(generationId, report.inputCount),
    parentId: generationId,
  };
}
