import type { Rule } from "../rule.js";
import { areNear, awayFrom, mentions, positions, terms } from "../terms.js";
import type { Word } from "../word.js";
import { REMEMBRANCE } from "../words/hate-context.js";

/** Slogans that nobody asks for by accident. */
const SLOGANS = terms(
  `heil hitler, sieg heil, siegheil, white power, white pride, white supremacy forever,
  hitler was right, hitler did nothing wrong, race war now, blood and soil flag, gas the jews,
  holohoax, holocaust never happened, fourteen words, 1488, jews controlling, jews control,
  jewish conspiracy, great replacement, blut und ehre, hitlergruss, juden raus, auslander raus,
  holocaust luge, isis flag, isis propaganda, isis recruitment, islamic state flag,
  islamic state propaganda`,
);
const SYMBOLS = terms(
  `nazi, nazis, nazism, neonazi, neonazis, hitler, fuhrer, himmler, goebbels, swastika, swastikas,
  hakenkreuz, ss officer, waffen ss, third reich, kkk, ku klux klan, klan, klansman, klansmen,
  white supremacist, white supremacists, white supremacy, aryan race, aryans, hitlerjugend,
  drittes reich, nsdap`,
);
const PRAISE = terms(
  `glorious, glory, glorify, glorified, glorifying, glorification, heroic, hero, heroes,
  heroically, proud, proudly, pride, great, greatest, celebrate, celebrates, celebrating,
  celebration, praise, praising, worship, worshipped, worshiping, victorious, victory,
  triumphant, propaganda, recruitment, recruiting, salute, salutes, saluting, rally, join, flag,
  flags, banner, banners, armband, tattoo, love, loves, saint, god, savior, saviour, messiah,
  angel, angelic, halo, holy, rise, majestic, superior, supremacy, master race, handsome,
  wholesome, happy, birthday, emblem, logo, merch, poster, ruhm, als held, ein held, ruhmreich,
  ruhmreiche, helden, stolz, stolze, stolzer, fahne, flagge, verherrlichung, verherrlichen, sieg,
  feiern, grossartig`,
);
const NEAR = { within: 6 };
/** So far a word of history reaches; a museum at the other end of the prompt excuses nothing. */
const REMEMBERED = { within: 8 };

/** Praise of those who murdered by descent, and their slogans and flags. */
export const hateGlorificationRule: Rule = {
  id: "hate.glorification",
  reasonCode: "hate",
  vocabulary: [SLOGANS, SYMBOLS, PRAISE, REMEMBRANCE],
  matches: (text) => text.views.some(isGlorifying),
};

function isGlorifying(words: readonly Word[]): boolean {
  if (mentions(words, SLOGANS)) return true;
  const symbols = positions(words, SYMBOLS);
  if (symbols.length === 0) return false;
  const meant = awayFrom(symbols, positions(words, REMEMBRANCE), REMEMBERED);
  return areNear(meant, positions(words, PRAISE), NEAR);
}
