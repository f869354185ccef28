import { createHarmless } from "./harmless.js";
import { createLexicon } from "./lexicon.js";
import { normalise } from "./normalise.js";
import type { Rule } from "./rule.js";
import { allRules } from "./rules/registry.js";
import type { Verdict } from "./verdict.js";
import { HARMLESS_PHRASES } from "./words/harmless-phrases.js";
import { PLAIN_WORDS } from "./words/plain.js";

/**
 * Decides whether a prompt may be drawn at all. Asked before any credit is held.
 *
 * Answers from the text alone: no I/O, no clock, the same answer every time, and it never throws.
 * A policy with a model behind it would answer with a promise, so callers `await` the answer.
 */
export interface Policy {
  /** The first rule that matches speaks; a prompt that no rule matches is allowed. */
  check(input: { prompt: string }): Verdict;
}

/** @param rules In order of precedence: the gravest reason first. */
export function createPolicy(rules: readonly Rule[] = allRules): Policy {
  const vocabulary = rules.flatMap((rule) => rule.vocabulary).flatMap((terms) => terms.list.flat());
  const harmless = createHarmless(HARMLESS_PHRASES);
  const lexicon = createLexicon([
    ...vocabulary,
    ...harmless.vocabulary,
    ...PLAIN_WORDS.list.flat(),
  ]);

  return {
    check(input) {
      const text = normalise(input.prompt, { lexicon, harmless });
      const rule = rules.find((candidate) => candidate.matches(text));
      if (rule === undefined) return { kind: "allow" };
      return { kind: "block", reasonCode: rule.reasonCode, ruleId: rule.id };
    },
  };
}
