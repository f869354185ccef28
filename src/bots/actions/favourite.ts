import { fromPictureSubject, PICTURE_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { refusePress } from "./refuse-press.js";

/** Marks a picture to be found again, or takes the mark away. */
export const favouriteAction: ButtonAction = {
  name: "favourite",
  answersWith: "message",
  visibility: "only_me_in_place",
  subjects: PICTURE_SUBJECT,

  async run(press, context) {
    const { useCases, wording } = context;
    const asked = { accountId: press.accountId, ...fromPictureSubject(press.subject) };
    const shown = await useCases.showPicture(asked);
    if (!shown.ok) return refusePress(shown.refusal, press, context);
    const marked = await useCases.setFavourite({ ...asked, on: !shown.value.picture.isFavourite });
    if (!marked.ok) return refusePress(marked.refusal, press, context);
    const { on, off } = wording.favourite;
    return { kind: "notice", text: marked.value.isFavourite ? on : off };
  },
};
