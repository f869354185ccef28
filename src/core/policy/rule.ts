import type { NormalisedPrompt } from "./normalise.js";
import type { Terms } from "./terms.js";
import type { ReasonCode } from "./verdict.js";

/** One check of the content rules. Pure: the same text always gets the same answer. */
export interface Rule {
  /** Stable and unique, `<reasonCode>.<what it looks for>`; staff see it and tests name it. */
  readonly id: string;
  readonly reasonCode: ReasonCode;
  /**
   * Every word list `matches` looks for: the normaliser unmasks only words it knows, and a list left
   * out here is not found at all.
   */
  readonly vocabulary: readonly Terms[];
  /** True when the text is to be blocked. Time linear in the length of the text. */
  matches(text: NormalisedPrompt): boolean;
}
