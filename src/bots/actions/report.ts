import { fromSubject, RESULT_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** Anybody who sees a picture may say that it should not be there. */
export const reportAction: ButtonAction = {
  name: "report",
  answersWith: "message",
  visibility: "only_me_in_place",
  subjects: RESULT_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const reported = await context.useCases.reportPictures({ accountId, ...fromSubject(subject) });
    if (!reported.ok) return refusePress(reported.refusal, press, context);
    const { done, doneBefore } = context.wording.report;
    return { kind: "notice", text: reported.value.isNew ? done : doneBefore };
  },
};
