import type { GalleryWording, ShownFilter } from "./gallery-wording.js";

export const englishGallery: GalleryWording = {
  title: "Your gallery",
  empty: ["Your gallery is empty. Pictures you make with /imagine are kept here for you alone."],
  nothingFits: ["Nothing in your gallery fits."],
  filter,
  line: ({ number, prompt, isFavourite }) =>
    `${number}${isFavourite ? " ★" : ""} ${orWordless(prompt)}`,
  footer: "Press a number to open that picture.",
  altText: (prompts) =>
    `${prompts.length === 1 ? "One picture" : `${prompts.length} pictures`}: ${prompts.map(orWordless).join("; ")}`,
  newer: "◀ Newer",
  older: "Older ▶",
  onlyFavourites: "★ Favourites",
  notOnlyFavourites: "All, not only ★",
  onlyPictures: "Only pictures",
  onlyClips: "Only clips",
  allKinds: "Pictures and clips",
  showAll: "Show all",
  onTheWeb: "On the web",
  deleteAll: "Delete all …",
  clear: {
    ask: [
      { bold: "Delete every picture and clip in your gallery?" },
      " All of them, favourites too, whatever you are looking for now. They go from our store and, as far as the platforms allow, from the chats, too. It can't be undone, and credits don't come back. Download what you want to keep first: “On the web”.",
    ],
    yes: "Yes, delete everything",
    no: "No, keep them",
    done: (count) => [
      count === 0
        ? "There was nothing left to delete."
        : `Deleted: ${count === 1 ? "one picture" : `${count} pictures and clips`}. Within minutes they are gone from the chats, too, as far as the platforms allow.`,
    ],
  },
  web: {
    link: (minutes) => [
      `This link opens your gallery once, within ${minutes} minutes, and is for you alone: whoever opens it sees your pictures.`,
    ],
    open: "Open my gallery",
    off: [
      "This studio has no address on the web, so there is no page to open. /gallery shows all your pictures here.",
    ],
  },
};

function orWordless(prompt: string): string {
  return prompt === "" ? "without words" : prompt;
}

function filter({ model, kind, isFavourite, words }: ShownFilter): string {
  return [
    isFavourite ? "only favourites" : "",
    kind === null ? "" : kind === "clip" ? "only clips" : "only pictures",
    model === null ? "" : `made with ${model}`,
    words === "" ? "" : `with “${words}”`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
