import type { GalleryWording, ShownFilter } from "./gallery-wording.js";

export const germanGallery: GalleryWording = {
  title: "Deine Galerie",
  empty: [
    "Deine Galerie ist leer. Bilder, die du mit /imagine machst, bewahre ich hier für dich allein auf.",
  ],
  nothingFits: ["In deiner Galerie passt nichts dazu."],
  filter,
  line: ({ number, prompt, isFavourite }) =>
    `${number}${isFavourite ? " ★" : ""} ${orWordless(prompt)}`,
  footer: "Drück eine Zahl, um dieses Bild zu öffnen.",
  altText: (prompts) =>
    `${prompts.length === 1 ? "Ein Bild" : `${prompts.length} Bilder`}: ${prompts.map(orWordless).join("; ")}`,
  newer: "◀ Neuere",
  older: "Ältere ▶",
  onlyFavourites: "★ Favoriten",
  notOnlyFavourites: "Alle, nicht nur ★",
  onlyPictures: "Nur Bilder",
  onlyClips: "Nur Clips",
  allKinds: "Bilder und Clips",
  showAll: "Alle zeigen",
  onTheWeb: "Im Web",
  deleteAll: "Alle löschen …",
  clear: {
    ask: [
      { bold: "Alle Bilder und Clips deiner Galerie löschen?" },
      " Alle, auch die Favoriten, und gleich wonach du gerade suchst. Sie verschwinden aus unserem Speicher und, soweit die Plattformen es zulassen, auch aus den Chats. Das lässt sich nicht rückgängig machen, und Credits gibt es dafür nicht zurück. Was du behalten willst, lade vorher herunter: „Im Web“.",
    ],
    yes: "Ja, alles löschen",
    no: "Nein, behalten",
    done: (count) => [
      count === 0
        ? "Es war nichts mehr zu löschen."
        : `Gelöscht: ${count === 1 ? "ein Bild" : `${count} Bilder und Clips`}. In den nächsten Minuten verschwinden sie auch aus den Chats, soweit die Plattformen es zulassen.`,
    ],
  },
  web: {
    link: (minutes) => [
      `Dieser Link öffnet deine Galerie einmal, innerhalb von ${minutes} Minuten, und ist nur für dich: Wer ihn öffnet, sieht deine Bilder.`,
    ],
    open: "Meine Galerie öffnen",
    off: [
      "Dieses Atelier hat keine Adresse im Web, darum gibt es keine Seite zum Öffnen. /gallery zeigt hier alle deine Bilder.",
    ],
  },
};

function orWordless(prompt: string): string {
  return prompt === "" ? "ohne Worte" : prompt;
}

function filter({ model, kind, isFavourite, words }: ShownFilter): string {
  return [
    isFavourite ? "nur Favoriten" : "",
    kind === null ? "" : kind === "clip" ? "nur Clips" : "nur Bilder",
    model === null ? "" : `mit ${model} gemacht`,
    words === "" ? "" : `mit „${words}“`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
