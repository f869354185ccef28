import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from "discord-api-types/v10";
import { MAX_PROMPT_LENGTH } from "../../core/catalog/clean-prompt.js";
import type { Language, Visibility } from "../../core/chat/reply-target.js";
import { cutText } from "../presentation/cut-text.js";
import { wordings } from "../presentation/wording/languages.js";
import { PICTURE_FILE_TYPES } from "./picture-options.js";

/** A form's fields, by their ids. Open forms carry them. */
const WORDS = "words";
const CHOSEN = "chosen";
const FILES = "files";

/** https://docs.discord.com/developers/components/reference */
const MAX_CHOICES = 25;
const MAX_FILES = 10;
const ID = /^form:(\d{1,20})\.(all|me)$/;

export interface FormPlan {
  /** The interaction that opens it; what it is about is kept under this id. */
  readonly openerId: string;
  readonly language: Language;
  /** Who is to see what comes of it. */
  readonly visibility: Visibility;
  /** Words given already; null: it asks for none. */
  readonly words: string | null;
  /** How many pictures there are to choose from, and how many may be chosen. */
  readonly choice: { readonly from: number; readonly max: number } | null;
  /** How many files it asks for. */
  readonly files: { readonly min: number; readonly max: number } | null;
}

export type Form = APIModalInteractionResponseCallbackData;

export function renderForm(plan: FormPlan): Form {
  const wording = wordings[plan.language].pictures.discord;
  const { openerId, visibility, words, choice, files } = plan;
  return {
    custom_id: `form:${openerId}.${visibility === "everyone" ? "all" : "me"}`,
    title: wording.formTitle,
    components: [
      ...(files ? [filesField(files, wording)] : []),
      ...(choice ? [choiceField(choice, wording)] : []),
      ...(words === null ? [] : [wordsField(words, wording)]),
    ],
  };
}

type Texts = (typeof wordings)[Language]["pictures"]["discord"];

function wordsField(words: string, { instruction, instructionHint }: Texts) {
  return {
    type: ComponentType.Label as const,
    label: instruction,
    component: {
      type: ComponentType.TextInput as const,
      custom_id: WORDS,
      style: TextInputStyle.Paragraph,
      max_length: MAX_PROMPT_LENGTH,
      placeholder: instructionHint,
      required: true,
      ...(words !== "" && { value: cutText(words, MAX_PROMPT_LENGTH) }),
    },
  };
}

function choiceField({ from, max }: NonNullable<FormPlan["choice"]>, texts: Texts) {
  const count = Math.min(from, MAX_CHOICES);
  const options = Array.from({ length: count }, (_, index) => ({
    label: texts.pictureNumber(index + 1),
    value: String(index),
    default: index === 0,
  }));
  return {
    type: ComponentType.Label as const,
    label: texts.whichPicture,
    component: {
      type: ComponentType.StringSelect as const,
      custom_id: CHOSEN,
      options,
      min_values: 1,
      max_values: Math.min(count, max),
      required: true,
    },
  };
}

function filesField({ min, max }: NonNullable<FormPlan["files"]>, texts: Texts) {
  return {
    type: ComponentType.Label as const,
    label: texts.yourPictures,
    description: texts.yourPicturesHint,
    component: {
      type: ComponentType.FileUpload as const,
      custom_id: FILES,
      min_values: min,
      max_values: Math.min(max, MAX_FILES),
      required: true,
      file_types: [...PICTURE_FILE_TYPES],
    },
  };
}

/** Null for an id that is not of ours. */
export function readFormId(
  customId: string,
): { readonly openerId: string; readonly visibility: Visibility } | null {
  const [, openerId, audience] = ID.exec(customId) ?? [];
  if (openerId === undefined) return null;
  return { openerId, visibility: audience === "all" ? "everyone" : "only_me" };
}

/** A field as it comes back. */
export interface FilledField {
  readonly custom_id?: string | undefined;
  readonly value?: unknown;
  readonly values?: readonly string[] | null | undefined;
}

export interface FilledForm {
  readonly words: string | null;
  /** Which of the pictures there were; null: it was not asked. */
  readonly chosen: readonly number[] | null;
  /** Ids of uploaded files, in order. */
  readonly fileIds: readonly string[];
}

export function readForm(fields: readonly FilledField[]): FilledForm {
  const find = (id: string) => fields.find(({ custom_id }) => custom_id === id);
  const words = find(WORDS)?.value;
  const chosen = find(CHOSEN)?.values;
  return {
    words: typeof words === "string" ? words : null,
    chosen: chosen ? chosen.map(Number).filter(Number.isSafeInteger) : null,
    fileIds: find(FILES)?.values ?? [],
  };
}
