import type { Rule } from "../rule.js";
import { mentions } from "../terms.js";
import { NUDITY, SEXUAL } from "../words/nudity.js";

/** Nudity and sex named outright. */
export const explicitWordsRule: Rule = {
  id: "explicit_sexual.words",
  reasonCode: "explicit_sexual",
  vocabulary: [NUDITY, SEXUAL],
  matches: (text) => text.views.some((words) => mentions(words, NUDITY) || mentions(words, SEXUAL)),
};
