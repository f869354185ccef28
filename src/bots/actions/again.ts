import { fromSubject, RESULT_SUBJECT } from "../presentation/picture-subject.js";
import type { ButtonAction } from "./action.js";
import { requestDrafted } from "./request-drafted.js";

/** The same once more, with another seed: all of it, or one picture. */
export const againAction: ButtonAction = {
  name: "again",
  answersWith: "message",
  subjects: RESULT_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const asked = { accountId, ...fromSubject(subject) };
    return requestDrafted(await context.useCases.draftAgain(asked), press, context);
  },
};
