import { findModel } from "../../core/catalog/models.js";
import type { GallerySheet } from "../../core/gallery/browse-gallery.js";
import type { GalleryCursor } from "../../core/gallery/list-gallery.js";
import type { GalleryFilter, GalleryPicture } from "../../core/ports/gallery-store.js";
import { type ChatView, type PressButton, type RichText, textView } from "./chat-view.js";
import { cutText } from "./cut-text.js";
import { toPageSubject } from "./gallery-subjects.js";
import { inRows } from "./in-rows.js";
import { toSubject } from "./picture-subject.js";
import type { Wording } from "./wording/wording.js";

/** As on the sheet. */
const PER_ROW = 3;
/** Twelve of them fit under a picture on both platforms. */
const LINE_LENGTH = 44;
const ALT_TEXT_PROMPT_LENGTH = 60;

/** A page of the gallery: one sheet of numbered pictures, what they were made from, and where to go from here. */
export function galleryView(shown: GallerySheet, wording: Wording): ChatView {
  const { gallery: words } = wording;
  const filter = words.filter(toShownFilter(shown.filter));
  const title: RichText = [{ bold: words.title }, filter === "" ? "" : `\n${filter}`, "\n"];
  if (!shown.sheet) {
    const isFiltered = filter !== "";
    const text = [...title, ...(isFiltered ? words.nothingFits : words.empty)];
    return {
      ...textView("neutral", text),
      buttons: isFiltered ? [[showAllButton(shown, wording)], filterButtons(shown, wording)] : [],
    };
  }
  const lines = shown.pictures.map((picture, at) => words.line(toLine(picture, at)));
  const altText = words.altText(
    shown.pictures.map(({ prompt }) => cutText(prompt ?? "", ALT_TEXT_PROMPT_LENGTH)),
  );
  return {
    tone: "neutral",
    text: [...title, `${lines.join("\n")}\n${words.footer}`],
    pictures: [{ bytes: shown.sheet, contentType: "image/jpeg", altText }],
    buttons: [
      ...numberButtons(shown.pictures),
      ...pageButtons(shown, wording),
      filterButtons(shown, wording),
      [
        button("gallery_web", { label: words.onTheWeb, subject: shown.filterId }),
        button("gallery_clear", { label: words.deleteAll, subject: shown.filterId }),
      ],
    ],
  };
}

/** Before everything is deleted. */
export function clearGalleryView(filterId: string, { gallery: words }: Wording): ChatView {
  const subject = filterId;
  return {
    ...textView("neutral", words.clear.ask),
    buttons: [
      [
        button("gallery_cleared", { label: words.clear.yes, subject, style: "danger" }),
        button("gallery", { label: words.clear.no, subject }),
      ],
      [button("gallery_web", { label: words.onTheWeb, subject })],
    ],
  };
}

function toLine({ prompt, isFavourite }: GalleryPicture, at: number) {
  const short = cutText((prompt ?? "").replace(/\s+/g, " "), LINE_LENGTH);
  return { number: at + 1, prompt: short, isFavourite };
}

function numberButtons(pictures: readonly GalleryPicture[]): PressButton[][] {
  const buttons = pictures.map(({ generationId, index: outputIndex }, at) =>
    button("picture", { label: `${at + 1}`, subject: toSubject({ generationId, outputIndex }) }),
  );
  return inRows(buttons, PER_ROW);
}

function pageButtons(shown: GallerySheet, { gallery: words }: Wording): PressButton[][] {
  const { filterId, pictures, hasNewer, hasOlder } = shown;
  const turn = (direction: GalleryCursor["direction"], place: GalleryPicture | undefined) =>
    place ? toPageSubject({ filterId, cursor: { place, direction } }) : filterId;
  const newer = {
    label: words.newer,
    subject: turn("newer", pictures[0]),
    style: "primary",
  } as const;
  const older = {
    label: words.older,
    subject: turn("older", pictures.at(-1)),
    style: "primary",
  } as const;
  const row = [
    ...(hasNewer ? [button("gallery", newer)] : []),
    ...(hasOlder ? [button("gallery", older)] : []),
  ];
  return row.length === 0 ? [] : [row];
}

function filterButtons({ filter, filterId }: GallerySheet, { gallery: words }: Wording) {
  const by = (label: string, change: string) =>
    button("gallery_by", { label, subject: `${filterId}.${change}` });
  return [
    filter.isFavourite
      ? by(words.notOnlyFavourites, "any_mark")
      : by(words.onlyFavourites, "favourites"),
    ...(filter.kind === "picture" ? [] : [by(words.onlyPictures, "picture")]),
    ...(filter.kind === "clip" ? [] : [by(words.onlyClips, "clip")]),
    ...(filter.kind === null ? [] : [by(words.allKinds, "any_kind")]),
  ];
}

function showAllButton({ filterId }: GallerySheet, { gallery: words }: Wording): PressButton {
  return button("gallery_by", {
    label: words.showAll,
    subject: `${filterId}.all`,
    style: "primary",
  });
}

function toShownFilter({ modelId, ...filter }: GalleryFilter) {
  return { ...filter, model: modelId === null ? null : (findModel(modelId)?.name ?? modelId) };
}

function button(
  action: string,
  look: { label: string; subject: string; style?: PressButton["style"] },
): PressButton {
  return { kind: "press", action, style: "secondary", ...look };
}
