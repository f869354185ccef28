import { fromPageSubject, PAGE_SUBJECTS } from "../presentation/gallery-subjects.js";
import { galleryView } from "../presentation/gallery-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

/** Another page of the gallery, in place of the one pressed on. A filter is known to its own account alone. */
export const turnGalleryAction: ButtonAction = {
  name: "gallery",
  answersWith: "update",
  subjects: PAGE_SUBJECTS,

  async run({ accountId, subject }, { useCases, wording, support }) {
    const page = fromPageSubject(subject);
    const filter = page && (await useCases.findGalleryFilter(accountId, page.filterId));
    if (!filter)
      return { kind: "refusal", view: refusalView({ kind: "not_yours" }, wording, support) };
    const shown = await useCases.browseGallery({ accountId, filter, cursor: page.cursor });
    return { kind: "view", view: galleryView(shown, wording) };
  },
};
