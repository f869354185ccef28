import type { GenerationId } from "../../core/ids.js";

/** Text in pieces, so that each platform escapes and formats in its own way. Newlines are part of the text. */
export type TextPart =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly quote: string };
export type RichText = readonly TextPart[];

/** A press comes back as `action` with `subject`; see `button-id.ts`. */
export interface PressButton {
  readonly kind: "press";
  readonly label: string;
  readonly action: string;
  /** What the button is about, e.g. a generation's id. Never a secret: every client can read it. */
  readonly subject: string;
  readonly style: "primary" | "secondary" | "danger";
}

/** Opens a page; we hear nothing of it. */
export interface LinkButton {
  readonly kind: "link";
  readonly label: string;
  /** With `https://`, or `http://` in the sandbox. */
  readonly url: string;
}

export type ViewButton = PressButton | LinkButton;

/** What lies in the object store, or was drawn for this message alone. */
export type ViewPicture = ({ readonly objectKey: string } | { readonly bytes: Uint8Array }) & {
  readonly contentType: string;
  /** Read out to people who cannot see the picture. */
  readonly altText: string;
  /** Whose stored original it stands for: an answer to it is about that. */
  readonly shows?: { readonly generationId: GenerationId; readonly outputIndex: number };
  /** In pixels; left out, small. */
  readonly width?: number;
  readonly height?: number;
  /** It is sent once and then gone: no copy may stand for it where the whole can be sent. */
  readonly isOnlyHere?: boolean;
  /** It moves, whatever its type says. */
  readonly isClip?: boolean;
  /** To be had as the file it is rather than looked at; then nothing else stands in for it. */
  readonly isFile?: boolean;
};

/** One of many to choose: a list where a platform has such, buttons where it has not. */
export interface ChoiceMenu {
  readonly action: string;
  /** What the closed list says. */
  readonly placeholder: string;
  /** At most 25. */
  readonly choices: readonly {
    readonly label: string;
    /** As a button's. */
    readonly subject: string;
    /** More about it, where there is room. */
    readonly hint: string;
  }[];
}

/** What a chat shows. Data only: knows neither platform. */
export interface ChatView {
  readonly tone: "neutral" | "progress" | "success" | "refusal";
  readonly text: RichText;
  readonly pictures: readonly ViewPicture[];
  /** Rows of at most five. */
  readonly buttons: readonly (readonly ViewButton[])[];
  /** Stands above the buttons. */
  readonly menu?: ChoiceMenu;
}

export function textView(tone: ChatView["tone"], text: RichText): ChatView {
  return { tone, text, pictures: [], buttons: [] };
}

/** The words alone, for logs of tests and for places that know no formatting. */
export function toPlainText(text: RichText): string {
  return text
    .map((part) => {
      if (typeof part === "string") return part;
      if ("bold" in part) return part.bold;
      return "code" in part ? part.code : part.quote;
    })
    .join("");
}
