import type { PressedRemake } from "../../core/generation/remake-request.js";
import { fromPictureSubject, PICTURE_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { requestDrafted } from "./request-drafted.js";

export const varyAction = createRemakeAction("vary");
export const upscaleAction = createRemakeAction("upscale");
export const animateAction = createRemakeAction("animate");

/** One press, and something is made from the stored original of an own picture. */
function createRemakeAction(remake: PressedRemake): ButtonAction {
  return {
    name: remake,
    answersWith: "message",
    subjects: PICTURE_SUBJECT,

    async run(press, context) {
      const { accountId, subject } = press;
      const asked = { accountId, ...fromPictureSubject(subject), remake };
      return requestDrafted(await context.useCases.draftRemake(asked), press, context);
    },
  };
}
