import type { Rule } from "../rule.js";
import { awayFrom, isAt, lengthAt, mentions, mentionsBetween, positions, terms } from "../terms.js";
import type { Word } from "../word.js";

/** Organs whose names are also birds, meat and first names: sexual only in this company. */
const AMBIGUOUS_ORGAN = terms("cock, cocks, dick, dicks, schwanz, balls");
const ORGAN_COMPANY = terms(
  `erect, hard, throbbing, sucking, sucks, suck, suckers, sucker, stroking, huge hard, his hard,
  hung, veiny, riding his, her mouth, steifer, steifen, lutscht, pic, pics`,
);
const TITS = terms("tits, tit");
const BIRDS = terms(
  `bird, birds, blue, coal, marsh, willow, crested, tailed, bearded, nest, nests, feeder, feeders,
  branch, branches, twig, perched, songbird, wildlife, feathers, flock, robin, sparrow, finch,
  garden, ornithology`,
);
const BREASTS = terms("breasts, breast, bosom, busen, bruste");
const BREAST_COMPANY = terms(
  `bare, naked, exposed, huge, big, large, enormous, massive, perky, uncovered, nude, heaving,
  saggy, squeezing, fondling, groping, grosse, entblosste`,
);
const FOOD = terms(
  `chicken, turkey, duck, goose, pigeon, quail, pheasant, grilled, roast, roasted, fried, breaded,
  robin, cancer, pocket, plate, puffin, hahnchen, puten, gebraten`,
);
const ERECTION = terms("erection, erections, erect penis");
const OF = terms("of");
const COPULATE = terms("fuck, fucks, fucking, fucked, screwing, banging, humping");
const PARTNER = terms(
  `her, him, me, man, men, woman, women, girl, girls, guy, couple, couples, wife, husband, people,
  each other, lovers, stranger, doggy`,
);
const ALWAYS = terms(
  `make love, making love, adult film, spread her legs, spreads her legs, spreading her legs,
  legs spread wide, wardrobe malfunction, nip slip, sixty nine position, stroking himself,
  touching herself, pleasuring herself, pleasures herself, pleasuring himself, sixtynine,
  sixty nining, macht liebe, selbstbefriedigung`,
);

/** Sexual in context: words that are innocent of birds, kitchens and buildings. */
export const explicitPhrasesRule: Rule = {
  id: "explicit_sexual.phrases",
  reasonCode: "explicit_sexual",
  vocabulary: [
    ...[AMBIGUOUS_ORGAN, ORGAN_COMPANY, TITS, BIRDS, BREASTS, BREAST_COMPANY, FOOD, ERECTION, OF],
    ...[COPULATE, PARTNER, ALWAYS],
  ],
  matches: (text) =>
    text.views.some((words) => {
      return (
        mentions(words, ALWAYS) ||
        isOrgan(words) ||
        isTits(words) ||
        isBreasts(words) ||
        isErection(words) ||
        isCopulating(words)
      );
    }),
};

function isOrgan(words: readonly Word[]): boolean {
  return positions(words, AMBIGUOUS_ORGAN).some((index) => {
    return mentionsBetween(words, ORGAN_COMPANY, { from: index - 3, to: index + 2 });
  });
}

function isTits(words: readonly Word[]): boolean {
  return awayFrom(positions(words, TITS), positions(words, BIRDS), { within: 8 }).length > 0;
}

function isBreasts(words: readonly Word[]): boolean {
  return positions(words, BREASTS).some((index) => {
    const isFood = mentionsBetween(words, FOOD, { from: index - 3, to: index + 3 });
    return !isFood && mentionsBetween(words, BREAST_COMPANY, { from: index - 2, to: index + 1 });
  });
}

/** Buildings are erected too: "the erection of the tower". */
function isErection(words: readonly Word[]): boolean {
  return positions(words, ERECTION).some((index) => {
    return !isAt(words, index + lengthAt(words, index, ERECTION), OF);
  });
}

/** As an intensifier ("a fucking great sunset") the word is rude, not sexual. */
function isCopulating(words: readonly Word[]): boolean {
  return positions(words, COPULATE).some((index) => {
    return isAt(words, index - 1, PARTNER) || isAt(words, index + 1, PARTNER);
  });
}
