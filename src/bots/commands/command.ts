import type { OfferedModel } from "../../core/catalog/list-models.js";
import type { ChatRequest, OptionValue } from "../../core/chat/chat-request.js";
import type { Language, Platform, Visibility } from "../../core/chat/reply-target.js";
import type { ChatView } from "../presentation/chat-view.js";
import type { Wording } from "../presentation/wording/wording.js";
import type { Answer } from "./answer.js";
import type { UseCases } from "./use-cases.js";

/** `preferred`: as the asker has set it for themselves. */
export type Audience = Visibility | "preferred";

export interface OptionChoice {
  readonly value: string;
  readonly label: string;
}

/** One option of a command, in words both platforms understand. */
export interface OptionSpec {
  /** `[a-z0-9_]`, at most 32 characters. */
  readonly name: string;
  readonly kind: "text" | "whole_number" | "number" | "yes_no";
  /** The first required text option takes the free text of a Telegram message. */
  readonly isRequired: boolean;
  readonly description: Readonly<Record<Language, string>>;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** A short, fixed list to pick from. */
  readonly choices?: readonly OptionChoice[];
  /** Completions while typing, best first; at most 25 are shown. Must answer at once. */
  readonly suggest?: (typed: string, context: SuggestContext) => readonly OptionChoice[];
}

/** What completions may go by. */
export interface SuggestContext {
  readonly models: readonly OfferedModel[];
  readonly wording: Wording;
}

export interface PictureCount {
  readonly min: number;
  readonly max: number;
}

export interface CommandContext {
  readonly useCases: UseCases;
  readonly language: Language;
  readonly wording: Wording;
  /** As the platform has it for this person, whatever they have set with us. */
  readonly platformLanguage: Language;
  /** Where to get help; null when the operator named nothing. */
  readonly support: string | null;
}

/** One command, for both platforms. A new one is a file in this folder and a line in `registry.ts`. */
export interface Command {
  /** The same on both platforms: `[a-z0-9_]`, at most 32 characters. */
  readonly name: string;
  readonly platforms: readonly Platform[];
  /** At most 100 characters. */
  readonly description: Readonly<Record<Language, string>>;
  readonly options: readonly OptionSpec[];
  /**
   * How many pictures it works from. Discord offers an attachment for each (`image`, `image_2` …), the first `min` of them
   * required; Telegram takes photos and files with the command as caption, and what it answers. Left out: none.
   */
  readonly takesPictures?: PictureCount;
  /** Who sees the answer: fixed before the command runs, so it can only go by what was typed, and by what is set. */
  visibility(options: Readonly<Record<string, OptionValue>>): Audience;
  run(request: ChatRequest, context: CommandContext): Promise<Answer>;
}

export const BOTH_PLATFORMS: readonly Platform[] = ["discord", "telegram"];

export function show(view: ChatView): Answer {
  return { kind: "view", view };
}
