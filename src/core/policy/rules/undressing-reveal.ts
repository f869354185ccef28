import type { Rule } from "../rule.js";
import { isAt, lengthAt, mentionsBetween, positions, type Terms, terms, union } from "../terms.js";
import type { Word } from "../word.js";
import {
  CLOTHING,
  INTIMATE_WEAR,
  MAYBE_CLOTHING,
  MAYBE_SEE_THROUGH,
  SEE_THROUGH,
} from "../words/clothing.js";
import { PERSON } from "../words/people.js";

const GARMENT = union(CLOTHING, MAYBE_CLOTHING);
const ANY_SEE_THROUGH = union(SEE_THROUGH, MAYBE_SEE_THROUGH);
const WORN_TRANSPARENT = terms("transparent, translucent");
const TURN_INTO = terms("make, makes, making, turn, render, edit, change, mach, mache");
const UNDER = terms("under, underneath, beneath, through, unter, durch");
const REVEAL = terms(
  "see, show, reveal, reveals, imagine, looks like, x ray, xray, zeig, zeige, sehen",
);
const POSSESSIVE = terms("her, his, their, womans, girls, ladys, ihre, ihren, ihr, seine");
const EXPOSE = terms(
  "expose, exposes, exposing, reveal, reveals, revealing, uncover, bare, show, zeig, zeige",
);
const BODY_PART = terms(
  `breasts, breast, nipples, boobs, bust, butt, ass, crotch, groin, private parts, privates,
  panties, bra, underwear, bruste, busen, hintern, unterwasche`,
);
const LIFT = terms("lift, lift up, lifting, raise, pull up, flip, flip up");
const SKIRT = terms("skirt, skirts");
const DRESS_IN = terms(
  `put, puts, putting, replace, replaces, replacing, swap, change, changes, changing, turn, dress,
  edit, photoshop, make her wear, make him wear, make the woman wear, make the girl wear,
  make this woman wear, steck, stecke, ersetze`,
);
const INTO = terms("in, into, with, to, for, wear, wearing, mit, durch");
const ON = terms("on, onto, an");
const SOMEBODY = terms(
  `her, him, them, woman, man, girl, lady, person, guy, wife, girlfriend, teacher, neighbor,
  neighbour, classmate, actress, sie, ihn, ihr, ihm, frau, freundin`,
);

const WEARER = union(SOMEBODY, CLOTHING);

/** Asks to see somebody's body through, under or instead of what they wear. */
export const undressingRevealRule: Rule = {
  id: "undressing.reveal",
  reasonCode: "undressing",
  vocabulary: [
    ...[GARMENT, ANY_SEE_THROUGH, TURN_INTO, UNDER, REVEAL, POSSESSIVE, EXPOSE, BODY_PART, LIFT],
    ...[SKIRT, DRESS_IN, INTO, ON, SOMEBODY, INTIMATE_WEAR, PERSON],
  ],
  matches: (text) => text.views.some(asksForReveal),
};

export function asksForReveal(words: readonly Word[]): boolean {
  return isSeeThrough(words) || isUnderClothes(words) || isExposing(words) || isDressedDown(words);
}

/** "see-through dress", "make her top transparent". */
function isSeeThrough(words: readonly Word[]): boolean {
  return positions(words, ANY_SEE_THROUGH).some((index) => {
    const from = index + lengthAt(words, index, ANY_SEE_THROUGH);
    const isPlain = isAt(words, index, SEE_THROUGH);
    if (isPlain && mentionsBetween(words, GARMENT, { from, to: from + 1 })) return true;
    const isWorn = isAt(words, from, GARMENT) && isAt(words, index, WORN_TRANSPARENT);
    if (isWorn && mentionsBetween(words, PERSON, { from: index - 6, to: from + 6 })) return true;
    const before = { from: index - 3, to: index - 1 };
    const isMade = mentionsBetween(words, TURN_INTO, { from: index - 7, to: index - 2 });
    return isMade && mentionsBetween(words, GARMENT, before);
  });
}

/** "what she looks like under her clothes", "x-ray through her dress". */
function isUnderClothes(words: readonly Word[]): boolean {
  return positions(words, UNDER).some((index) => {
    const isGarment = mentionsBetween(words, GARMENT, { from: index + 1, to: index + 3 });
    const isOwned = mentionsBetween(words, PERSON, { from: index + 1, to: index + 2 });
    return (
      isGarment && isOwned && mentionsBetween(words, REVEAL, { from: index - 6, to: index - 1 })
    );
  });
}

function isExposing(words: readonly Word[]): boolean {
  return ownedAfter(words, EXPOSE, BODY_PART) || ownedAfter(words, LIFT, SKIRT);
}

/** `verb` … her … `what`, close together. */
function ownedAfter(words: readonly Word[], verb: Terms, what: Terms): boolean {
  return positions(words, verb).some((index) => {
    const isOwned = mentionsBetween(words, POSSESSIVE, { from: index + 1, to: index + 3 });
    return isOwned && mentionsBetween(words, what, { from: index + 2, to: index + 5 });
  });
}

/** "put her in a bikini", "replace her dress with lingerie", "put a bikini on this woman". */
function isDressedDown(words: readonly Word[]): boolean {
  return positions(words, DRESS_IN).some((index) => {
    return positions(words.slice(index + 1, index + 10), INTIMATE_WEAR).some((offset) => {
      const wear = index + 1 + offset;
      const isSomebody = mentionsBetween(words, WEARER, { from: index + 1, to: wear - 1 });
      const isInto = mentionsBetween(words, INTO, {
        from: Math.max(index + 2, wear - 4),
        to: wear - 1,
      });
      if (isSomebody && isInto) return true;
      const isOn = mentionsBetween(words, ON, { from: wear + 1, to: wear + 2 });
      return isOn && mentionsBetween(words, SOMEBODY, { from: wear + 2, to: wear + 4 });
    });
  });
}
