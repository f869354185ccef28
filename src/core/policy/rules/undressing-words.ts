import type { Rule } from "../rule.js";
import { areNear, mentions, positions, terms, union } from "../terms.js";
import type { Word } from "../word.js";
import { UNDRESSING } from "../words/clothing.js";
import { NUDITY, SEXUAL } from "../words/nudity.js";
import { PERSON, REAL_PERSON } from "../words/people.js";

const TURN_INTO = terms(
  `make, makes, making, turn, turns, render, show, shows, showing, edit, depict, draw, imagine,
  get, leave, mach, mache, machen, zeig, zeige, stell`,
);
const EXPLICIT = union(NUDITY, SEXUAL);

/** Salads and furniture can be undressed too. */
const UNDRESSED_THINGS = terms("salad, salads, tree, trees, window, windows, mannequin, stone");

/** Undressing named outright, nudity asked for as an edit of a person, and nudity of real people. */
export const undressingWordsRule: Rule = {
  id: "undressing.words",
  reasonCode: "undressing",
  vocabulary: [UNDRESSING, TURN_INTO, EXPLICIT, PERSON, REAL_PERSON, UNDRESSED_THINGS],
  matches: (text) =>
    text.views.some((words) => namesUndressing(words) || isNudityOfSomebody(words)),
};

function namesUndressing(words: readonly Word[]): boolean {
  return positions(words, UNDRESSING).some((index) => {
    return !mentions(words.slice(index + 1, index + 3), UNDRESSED_THINGS);
  });
}

function isNudityOfSomebody(words: readonly Word[]): boolean {
  const explicit = positions(words, EXPLICIT);
  if (explicit.length === 0) return false;
  if (mentions(words, REAL_PERSON)) return true;
  const turned = positions(words, TURN_INTO).filter((index) => {
    return mentions(words.slice(index + 1, index + 4), PERSON);
  });
  return areNear(turned, explicit, { within: 6 });
}
