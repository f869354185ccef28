import { detailsView } from "../presentation/details-view.js";
import { fromPictureSubject, PICTURE_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** All there is to know about a picture. */
export const detailsAction: ButtonAction = {
  name: "details",
  answersWith: "message",
  visibility: "only_me",
  subjects: PICTURE_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const asked = { accountId, ...fromPictureSubject(subject) };
    const described = await context.useCases.describePicture(asked);
    if (!described.ok) return refusePress(described.refusal, press, context);
    return { kind: "view", view: detailsView(described.value, context.wording) };
  },
};
