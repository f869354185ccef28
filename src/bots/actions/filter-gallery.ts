import type { GalleryFilter } from "../../core/ports/gallery-store.js";
import { galleryView } from "../presentation/gallery-view.js";
import type { ButtonAction } from "./action.js";
import { refuseGallery } from "./refuse-gallery.js";

const CHANGES: Readonly<Record<string, Partial<GalleryFilter>>> = {
  favourites: { isFavourite: true },
  any_mark: { isFavourite: false },
  picture: { kind: "picture" },
  clip: { kind: "clip" },
  any_kind: { kind: null },
  all: { modelId: null, kind: null, isFavourite: false, words: "" },
};

/** The gallery with its filter changed, from its first page. */
export const filterGalleryAction: ButtonAction = {
  name: "gallery_by",
  answersWith: "update",
  subjects: new RegExp(`^[a-z0-9]{10}\\.(${Object.keys(CHANGES).join("|")})$`),

  async run(press, context) {
    const { accountId, subject } = press;
    const { useCases, wording } = context;
    const [filterId = "", change = ""] = subject.split(".");
    const known = await useCases.findGalleryFilter(accountId, filterId);
    if (!known) return refuseGallery(context);
    const filter = { ...known, ...CHANGES[change] };
    const shown = await useCases.browseGallery({ accountId, filter });
    return { kind: "view", view: galleryView(shown, wording) };
  },
};
