import type { Platform } from "../../../core/chat/reply-target.js";
import type { Remake } from "../../../core/chat/request-draft.js";
import type { RichText } from "../chat-view.js";

/** Labels: ten of them stand in two rows on a phone, so they are short. */
export interface ButtonLabels extends Readonly<Record<Remake, string>> {
  readonly again: string;
  readonly cancel: string;
  readonly delete: string;
  readonly deleteAll: string;
  readonly details: string;
  readonly favourite: string;
  readonly original: string;
  readonly report: string;
  /** One of several, counted from 1. */
  picture(number: number): string;
}

/** What we say about pictures that are shown: what can be done with them, and why they look as they do. */
export interface ShownWording {
  readonly buttons: ButtonLabels;
  /** One picture of a result by itself. */
  readonly picture: {
    title(input: { number: number; of: number; model: string; id: string }): RichText;
    /** To somebody else; Telegram shows 200 characters. */
    notYours(platform: Platform): RichText;
    /** Beside the file itself. */
    original(input: { width: number; height: number; sizeBytes: number; id: string }): RichText;
  };
  /** A mark was set, or taken away; Telegram shows 200 characters. */
  readonly favourite: { readonly on: RichText; readonly off: RichText };
  /** Why something is not shown as it is, and where to get it. */
  readonly ladder: {
    copies(input: {
      /** Of how many pictures only copies are shown. */
      count: number;
      of: number;
      /** Else these copies are all there will be. */
      isOriginalKept: boolean;
      largestBytes: number;
      limitBytes: number;
    }): RichText;
    links(input: { count: number; largestBytes: number; limitBytes: number }): RichText;
    /** A button; null: there is only one. */
    open(number: number | null): string;
  };
  /** To whoever says that a picture should not be there; Telegram shows 200 characters. */
  readonly report: { readonly done: RichText; readonly doneBefore: RichText };
}
