import type { AccountId } from "../ids.js";
import type { ShownMessage } from "../ports/delivery-store.js";
import type { InputSource } from "./input-source.js";
import type { Language, Platform, ReplyTarget } from "./reply-target.js";

export type OptionValue = string | number | boolean;

/** One command somebody gave, in our words: who asked, where, and what. */
export interface ChatRequest {
  readonly platform: Platform;
  /** The platform's own id for this request. A repeat carries the same key and has no second effect. */
  readonly requestKey: string;
  readonly accountId: AccountId;
  readonly language: Language;
  /** By option name; only what was given. Values are as typed by the person and not yet checked. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Pictures that came with it, in order. */
  readonly inputs: readonly InputSource[];
  /** The message it answers or was asked from; null when there is none. */
  readonly about: ShownMessage | null;
  readonly replyTarget: ReplyTarget;
}

/** A press of one of our buttons. */
export interface ButtonPress {
  readonly platform: Platform;
  readonly requestKey: string;
  readonly accountId: AccountId;
  readonly language: Language;
  /** What the button is about, e.g. a generation's id. Comes from the client: check before use. */
  readonly subject: string;
  readonly replyTarget: ReplyTarget;
}
