import type { ChatRequest } from "../../core/chat/chat-request.js";
import type { GalleryFilter } from "../../core/ports/gallery-store.js";
import { ok, type Result, refuse } from "../../core/refusal.js";
import { galleryView } from "../presentation/gallery-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { BOTH_PLATFORMS, type Command, type OptionSpec, show } from "./command.js";
import { findModelTyped } from "./find-model.js";
import { suggestModels } from "./suggest-models.js";
import type { UseCases } from "./use-cases.js";

const KINDS = ["picture", "clip"] as const;
const MAX_WORDS_LENGTH = 100;

const options: readonly OptionSpec[] = [
  {
    name: "text",
    kind: "text",
    isRequired: false,
    maxLength: MAX_WORDS_LENGTH,
    description: { en: "Words of the prompt", de: "Worte aus der Beschreibung" },
  },
  {
    name: "model",
    kind: "text",
    isRequired: false,
    maxLength: 60,
    suggest: suggestModels,
    description: { en: "Only what this one made", de: "Nur was dieses gemacht hat" },
  },
  {
    name: "favourites",
    kind: "yes_no",
    isRequired: false,
    description: { en: "Only what you marked", de: "Nur was du markiert hast" },
  },
  {
    name: "kind",
    kind: "text",
    isRequired: false,
    choices: [
      { value: "picture", label: "picture · Bild" },
      { value: "clip", label: "clip · Clip" },
    ],
    description: { en: "Pictures or clips", de: "Bilder oder Clips" },
  },
];

export const galleryCommand: Command = {
  name: "gallery",
  platforms: BOTH_PLATFORMS,
  description: {
    en: "Your pictures: find, open, download, delete",
    de: "Deine Bilder: finden, öffnen, herunterladen, löschen",
  },
  options,
  visibility: () => "only_me",

  async run({ accountId, options: given }, { useCases, wording, support }) {
    const filter = readFilter(given, useCases);
    if (!filter.ok) return { kind: "refusal", view: refusalView(filter.refusal, wording, support) };
    const shown = await useCases.browseGallery({ accountId, filter: filter.value });
    return show(galleryView(shown, wording));
  },
};

function readFilter(given: ChatRequest["options"], useCases: UseCases): Result<GalleryFilter> {
  const words = String(given.text ?? "").trim();
  if (words.length > MAX_WORDS_LENGTH) {
    const problem = { kind: "too_long", length: words.length, max: MAX_WORDS_LENGTH } as const;
    return refuse({ kind: "invalid_option", option: "text", problem });
  }
  const typedKind = given.kind === undefined ? null : String(given.kind).trim().toLowerCase();
  const kind = KINDS.find((known) => known === typedKind) ?? null;
  if (typedKind !== null && kind === null) return unknownKind(typedKind);
  const filter = { kind, isFavourite: given.favourites === true, words };
  if (given.model === undefined) return ok({ ...filter, modelId: null });
  const chosen = findModelTyped(useCases.listModels().models, String(given.model));
  return chosen.ok ? ok({ ...filter, modelId: chosen.value.model.id }) : chosen;
}

function unknownKind(given: string): Result<GalleryFilter> {
  const problem = { kind: "unknown_choice", given: given.slice(0, 60), choices: KINDS } as const;
  return refuse({ kind: "invalid_option", option: "kind", problem });
}
