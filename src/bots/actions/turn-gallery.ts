import { fromPageSubject, PAGE_SUBJECT } from "../presentation/gallery-subjects.js";
import { galleryView } from "../presentation/gallery-view.js";
import type { ButtonAction } from "./action.js";
import { refuseGallery } from "./refuse-gallery.js";

/** Another page of the gallery, in place of the one pressed on. A filter is known to its own account alone. */
export const turnGalleryAction: ButtonAction = {
  name: "gallery",
  answersWith: "update",
  subjects: PAGE_SUBJECT,

  async run(press, context) {
    const { accountId, subject } = press;
    const { useCases, wording } = context;
    const page = fromPageSubject(subject);
    const filter = page && (await useCases.findGalleryFilter(accountId, page.filterId));
    if (!filter) return refuseGallery(context);
    const shown = await useCases.browseGallery({ accountId, filter, cursor: page.cursor });
    return { kind: "view", view: galleryView(shown, wording) };
  },
};
