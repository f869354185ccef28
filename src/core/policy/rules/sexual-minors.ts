import type { Rule } from "../rule.js";
import { areNear, isAt, lengthAt, mentions, positions, union } from "../terms.js";
import type { Word } from "../word.js";
import { UNDRESSING } from "../words/clothing.js";
import {
  AGE_MARK,
  AGE_UNIT,
  AGED,
  AGED_PERSON,
  CODED,
  MAYBE_MINOR,
  MINOR,
  NUMBER_WORDS,
  OLD,
  SPOKEN_NUMBERS,
} from "../words/minors.js";
import { NUDITY, SEXUAL, SUGGESTIVE } from "../words/nudity.js";
import { asksForRemoval, undressingRemovalRule } from "./undressing-removal.js";
import { asksForReveal, undressingRevealRule } from "./undressing-reveal.js";

const ADULT_AGE = 18;
const WRITTEN_AGE =
  /^([a-z0-9]{1,9}?)(?:yo|yr|yrs|yrsold|yrold|yearsold|yearold|jahrig[a-z]{0,2})$/;
const EXPLICIT = union(NUDITY, SEXUAL, UNDRESSING);
const SEXUALISED = union(EXPLICIT, SUGGESTIVE);

/** The word that means a child only near a sexual one may stand this many words away. */
const NEAR = { within: 3 };

/**
 * A minor anywhere in a prompt that is sexual anywhere. The strictest rule: the mere mention of both
 * is enough, whatever stands between them.
 */
export const sexualMinorsRule: Rule = {
  id: "sexual_minors.co_occurrence",
  reasonCode: "sexual_minors",
  vocabulary: [
    ...[MINOR, MAYBE_MINOR, CODED, SEXUALISED],
    ...[AGE_UNIT, OLD, AGE_MARK, AGED, AGED_PERSON, SPOKEN_NUMBERS],
    ...[...undressingRemovalRule.vocabulary, ...undressingRevealRule.vocabulary],
  ],
  matches: (text) => text.views.some(isSexualWithMinors),
};

function isSexualWithMinors(words: readonly Word[]): boolean {
  if (mentions(words, CODED)) return true;
  const isSexual = mentions(words, SEXUALISED) || asksForRemoval(words) || asksForReveal(words);
  if (!isSexual) return false;
  if (mentions(words, MINOR) || words.some((_, index) => isMinorAge(words, index))) return true;
  return areNear(positions(words, MAYBE_MINOR), positions(words, EXPLICIT), NEAR);
}

/** "14 years old", "14yo", "aged 14", "girl, 14", "14-jährig". */
function isMinorAge(words: readonly Word[], index: number): boolean {
  const age = readAge(words[index]);
  if (age === null || age.years >= ADULT_AGE) return false;
  if (age.isWritten) return true;

  const next = index + 1;
  if (isAt(words, next, AGE_MARK)) return true;
  if (isAt(words, next, AGE_UNIT) && isAt(words, next + 1, OLD)) return true;
  if (isAt(words, index - 1, AGED)) return true;
  if (lengthAt(words, index - 2, AGED) === 2 || lengthAt(words, index - 3, AGED) === 3) return true;
  // From six on, because "girl 1" and "girl 2" are how people number the figures of a scene.
  return age.years >= 6 && isAt(words, index - 1, AGED_PERSON);
}

/** `isWritten`: the word itself says that it is an age. */
function readAge(word: Word | undefined): { years: number; isWritten: boolean } | null {
  if (word === undefined) return null;
  const stem = WRITTEN_AGE.exec(word.text)?.[1];
  const number = stem ?? word.text;
  const years = NUMBER_WORDS.get(number) ?? (/^\d{1,3}$/.test(number) ? Number(number) : null);
  return years === null ? null : { years, isWritten: stem !== undefined };
}
