import { textView } from "../presentation/chat-view.js";
import { FILTER_SUBJECT } from "../presentation/gallery-subjects.js";
import type { ButtonAction } from "./action.js";

/** A fresh link at every press: it opens once, and not for long, so none could stand in a message for weeks. */
export const openWebGalleryAction: ButtonAction = {
  name: "gallery_web",
  answersWith: "message",
  visibility: "only_me",
  subjects: FILTER_SUBJECT,

  async run({ accountId }, { useCases, wording }) {
    const { web } = wording.gallery;
    const invitation = await useCases.inviteToGallery(accountId);
    if (!invitation) return { kind: "view", view: textView("neutral", web.off) };
    const view = textView("neutral", web.link(invitation.minutes));
    const link = { kind: "link", label: web.open, url: invitation.url } as const;
    return { kind: "view", view: { ...view, buttons: [[link]] } };
  },
};
