import { fromSubject, RESULT_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** Removes a whole result, or one picture of it, wherever we can reach. */
export const deleteAction: ButtonAction = {
  name: "delete",
  answersWith: "update",
  subjects: RESULT_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const { generationId, outputIndex } = fromSubject(subject);
    const deleted = await context.useCases.deletePictures({
      accountId,
      generationId,
      outputIndex: outputIndex ?? undefined,
    });
    if (!deleted.ok) return refusePress(deleted.refusal, press, context);
    const { messages } = deleted.value;
    return { kind: "remove", messages, notice: context.wording.delete.done };
  },
};
