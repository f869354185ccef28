import { fromPictureSubject, PICTURE_SUBJECT } from "../presentation/picture-subject.js";
import { originalView } from "../presentation/picture-view.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** The bytes as they are stored, as a file. */
export const originalAction: ButtonAction = {
  name: "original",
  answersWith: "message",
  visibility: "only_me_in_place",
  subjects: PICTURE_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const asked = { accountId, ...fromPictureSubject(subject) };
    const shown = await context.useCases.showPicture(asked);
    if (!shown.ok) return refusePress(shown.refusal, press, context);
    return { kind: "view", view: originalView(shown.value, context.wording) };
  },
};
