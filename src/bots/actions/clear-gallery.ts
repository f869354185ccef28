import { textView } from "../presentation/chat-view.js";
import { FILTER_SUBJECT } from "../presentation/gallery-subjects.js";
import { clearGalleryView } from "../presentation/gallery-view.js";
import type { ButtonAction } from "./action.js";
import { refuseGallery } from "./refuse-gallery.js";

/** Asks whether everything is to be deleted. */
export const askToClearGalleryAction: ButtonAction = {
  name: "gallery_clear",
  answersWith: "update",
  subjects: FILTER_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const { useCases, wording } = context;
    const filter = await useCases.findGalleryFilter(accountId, subject);
    return filter
      ? { kind: "view", view: clearGalleryView(subject, wording) }
      : refuseGallery(context);
  },
};

/** Yes to deleting everything: all there is, whatever was being looked for. */
export const clearGalleryAction: ButtonAction = {
  name: "gallery_cleared",
  answersWith: "update",
  subjects: FILTER_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const { useCases, wording } = context;
    const filter = await useCases.findGalleryFilter(accountId, subject);
    if (!filter) return refuseGallery(context);
    const { count } = await useCases.deleteGallery(accountId);
    return { kind: "view", view: textView("neutral", wording.gallery.clear.done(count)) };
  },
};
