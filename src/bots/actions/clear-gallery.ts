import { textView } from "../presentation/chat-view.js";
import { clearGalleryView } from "../presentation/gallery-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

const FILTER_NAME = /^[a-z0-9]{10}$/;

/** Asks whether everything is to be deleted. */
export const askToClearGalleryAction: ButtonAction = {
  name: "gallery_clear",
  answersWith: "update",
  subjects: FILTER_NAME,

  async run({ accountId, subject }, { useCases, wording, support }) {
    const filter = await useCases.findGalleryFilter(accountId, subject);
    return filter
      ? { kind: "view", view: clearGalleryView(subject, wording) }
      : { kind: "refusal", view: refusalView({ kind: "not_yours" }, wording, support) };
  },
};

/** Yes to deleting everything: all there is, whatever was being looked for. */
export const clearGalleryAction: ButtonAction = {
  name: "gallery_cleared",
  answersWith: "update",
  subjects: FILTER_NAME,

  async run({ accountId, subject }, { useCases, wording, support }) {
    const filter = await useCases.findGalleryFilter(accountId, subject);
    if (!filter)
      return { kind: "refusal", view: refusalView({ kind: "not_yours" }, wording, support) };
    const { count } = await useCases.deleteGallery(accountId);
    return { kind: "view", view: textView("neutral", wording.gallery.clear.done(count)) };
  },
};
