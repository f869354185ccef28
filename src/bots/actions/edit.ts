import { editCommand } from "../commands/edit.js";
import { textView } from "../presentation/chat-view.js";
import { fromPictureSubject, PICTURE_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** Asks what is to change; the answer is an /edit of the stored original. */
export const editAction: ButtonAction = {
  name: "edit",
  answersWith: "words",
  subjects: PICTURE_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const { generationId, outputIndex } = fromPictureSubject(subject);
    const shown = await context.useCases.showPicture({ accountId, generationId, outputIndex });
    if (!shown.ok) return refusePress(shown.refusal, press, context);
    return {
      kind: "ask",
      view: textView("neutral", context.wording.ask.forInstruction),
      command: editCommand.name,
      option: "instruction",
      draft: {},
      inputs: [{ kind: "output", generationId, index: outputIndex }],
    };
  },
};
