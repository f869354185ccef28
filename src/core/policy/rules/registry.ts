import type { Rule } from "../rule.js";
import { drugMakingRule } from "./drug-making.js";
import { explicitPhrasesRule } from "./explicit-phrases.js";
import { explicitWordsRule } from "./explicit-words.js";
import { goreRule } from "./gore.js";
import { hateDehumanisingRule } from "./hate-dehumanising.js";
import { hateGlorificationRule } from "./hate-glorification.js";
import { hateSlursRule } from "./hate-slurs.js";
import { sexualMinorsRule } from "./sexual-minors.js";
import { undressingRemovalRule } from "./undressing-removal.js";
import { undressingRevealRule } from "./undressing-reveal.js";
import { undressingWordsRule } from "./undressing-words.js";
import { weaponMakingRule } from "./weapon-making.js";

/**
 * Every rule, in order of precedence: the first that matches gives the reason.
 * Minors come first, because that reason weighs most; undressing before nudity, because it names a victim.
 */
export const allRules: readonly Rule[] = [
  sexualMinorsRule,
  undressingRemovalRule,
  undressingRevealRule,
  undressingWordsRule,
  explicitWordsRule,
  explicitPhrasesRule,
  hateSlursRule,
  hateGlorificationRule,
  hateDehumanisingRule,
  goreRule,
  weaponMakingRule,
  drugMakingRule,
];
