import type { Language } from "../../core/chat/reply-target.js";

/** Everything the gallery's pages say. */
export interface PageWording {
  readonly title: string;
  readonly enter: { readonly text: string; readonly button: string };
  /** The link was used or has run out, or the visit is over. */
  readonly closed: { readonly title: string; readonly text: string };
  readonly notFound: { readonly title: string; readonly text: string };
  readonly search: {
    readonly label: string;
    readonly kind: string;
    readonly allKinds: string;
    readonly pictures: string;
    readonly clips: string;
    readonly favourites: string;
    readonly button: string;
    readonly clear: string;
  };
  readonly empty: string;
  readonly nothingFits: string;
  readonly select: (prompt: string) => string;
  readonly selectAll: string;
  readonly downloadSelected: string;
  readonly deleteSelected: string;
  readonly downloadAll: string;
  readonly deleteAll: string;
  readonly newer: string;
  readonly older: string;
  readonly back: string;
  readonly download: string;
  readonly delete: string;
  readonly favourite: string;
  readonly noFavourite: string;
  readonly withoutWords: string;
  readonly clip: string;
  readonly facts: { readonly model: string; readonly askedAt: string; readonly size: string };
  readonly confirm: {
    readonly title: string;
    readonly text: (count: number | "all") => string;
    readonly yes: string;
    readonly no: string;
  };
  readonly nothingSelected: string;
  readonly unreadable: string;
}

const en: PageWording = {
  title: "Your gallery",
  enter: {
    text: "This link opens your gallery once. Whoever opens it sees your pictures for an hour.",
    button: "Open my gallery",
  },
  closed: {
    title: "This gallery is closed",
    text: "The link was used already, or its time is over. Write /gallery in your chat and press “On the web” for a fresh one.",
  },
  notFound: {
    title: "Not here",
    text: "There is no such picture in your gallery. It may have been deleted.",
  },
  search: {
    label: "Words of the prompt",
    kind: "Kind",
    allKinds: "Pictures and clips",
    pictures: "Only pictures",
    clips: "Only clips",
    favourites: "Only favourites",
    button: "Search",
    clear: "Show all",
  },
  empty: "Your gallery is empty. What you make in your chat with /imagine appears here.",
  nothingFits: "Nothing in your gallery fits.",
  select: (prompt) => `Select: ${prompt}`,
  selectAll: "Select all on this page",
  downloadSelected: "Download selected",
  deleteSelected: "Delete selected",
  downloadAll: "Download all as a zip",
  deleteAll: "Delete all …",
  newer: "Newer",
  older: "Older",
  back: "Back to the gallery",
  download: "Download",
  delete: "Delete …",
  favourite: "Mark as favourite",
  noFavourite: "No longer a favourite",
  withoutWords: "without words",
  clip: "Clip",
  facts: { model: "Model", askedAt: "Asked for", size: "Size" },
  confirm: {
    title: "Delete?",
    text: (count) =>
      `${count === "all" ? "Everything in your gallery" : count === 1 ? "This picture" : `These ${count} pictures`} will go from our store and, as far as the platforms allow, from the chats. It can't be undone, and credits don't come back.`,
    yes: "Delete",
    no: "Keep",
  },
  nothingSelected: "Nothing was selected.",
  unreadable: "What was sent could not be read. Nothing was changed.",
};

const de: PageWording = {
  title: "Deine Galerie",
  enter: {
    text: "Dieser Link öffnet deine Galerie einmal. Wer ihn öffnet, sieht eine Stunde lang deine Bilder.",
    button: "Meine Galerie öffnen",
  },
  closed: {
    title: "Diese Galerie ist zu",
    text: "Der Link wurde schon benutzt, oder seine Zeit ist um. Schreib /gallery in deinen Chat und drück „Im Web“ für einen neuen.",
  },
  notFound: {
    title: "Nicht hier",
    text: "So ein Bild gibt es in deiner Galerie nicht. Vielleicht wurde es gelöscht.",
  },
  search: {
    label: "Worte aus der Beschreibung",
    kind: "Art",
    allKinds: "Bilder und Clips",
    pictures: "Nur Bilder",
    clips: "Nur Clips",
    favourites: "Nur Favoriten",
    button: "Suchen",
    clear: "Alle zeigen",
  },
  empty: "Deine Galerie ist leer. Was du im Chat mit /imagine machst, erscheint hier.",
  nothingFits: "In deiner Galerie passt nichts dazu.",
  select: (prompt) => `Auswählen: ${prompt}`,
  selectAll: "Alle auf dieser Seite auswählen",
  downloadSelected: "Auswahl herunterladen",
  deleteSelected: "Auswahl löschen",
  downloadAll: "Alle als Zip herunterladen",
  deleteAll: "Alle löschen …",
  newer: "Neuere",
  older: "Ältere",
  back: "Zurück zur Galerie",
  download: "Herunterladen",
  delete: "Löschen …",
  favourite: "Als Favorit markieren",
  noFavourite: "Kein Favorit mehr",
  withoutWords: "ohne Worte",
  clip: "Clip",
  facts: { model: "Modell", askedAt: "Angefragt", size: "Größe" },
  confirm: {
    title: "Löschen?",
    text: (count) =>
      `${count === "all" ? "Alles in deiner Galerie verschwindet" : count === 1 ? "Dieses Bild verschwindet" : `Diese ${count} Bilder verschwinden`} aus unserem Speicher und, soweit die Plattformen es zulassen, aus den Chats. Das lässt sich nicht rückgängig machen, und Credits gibt es dafür nicht zurück.`,
    yes: "Löschen",
    no: "Behalten",
  },
  nothingSelected: "Es war nichts ausgewählt.",
  unreadable: "Was gesendet wurde, war nicht lesbar. Es wurde nichts geändert.",
};

export const pageWordings: Readonly<Record<Language, PageWording>> = { en, de };
