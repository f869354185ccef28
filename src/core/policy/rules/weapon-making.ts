import type { Rule } from "../rule.js";
import { areNear, awayFrom, mentions, positions, terms } from "../terms.js";
import type { Word } from "../word.js";
import { INSTRUCTIONS, MAKE } from "../words/making.js";

const WEAPON_MAKING = terms(
  `ghost gun, ghost guns, make a pipe bomb, make pipe bombs, make explosives, bomb making,
  bombmaking, bomb recipe, bomb blueprint, auto sear, autosear, glock switch, untraceable gun,
  untraceable guns, untraceable firearm, bombenbau, bombenbauanleitung, bombe bauen,
  waffen drucken`,
);
const WEAPONS = terms(
  `bomb, bombs, pipe bomb, pipe bombs, pipebomb, pipebombs, nail bomb, dirty bomb, car bomb,
  pressure cooker bomb, ied, ieds, explosive, explosives, explosive device, grenade, grenades,
  molotov, molotovs, molotov cocktail, detonator, detonators, nerve gas, nerve agent, sarin,
  ricin, anthrax, napalm, thermite, tnt, dynamite, semtex, c4 charge, suicide vest, landmine,
  landmines, silencer, suppressor, mustard gas, chlorine gas, chemical weapon, chemical weapons,
  bioweapon, biological weapon, letter bomb, petrol bomb, fertilizer bomb`,
  `bombe, bomben, rohrbombe, rohrbomben, sprengstoff, sprengsatz, handgranate, handgranaten,
  brandsatz, molotowcocktail, molotowcocktails, schalldampfer, giftgas, zunder`,
);
/** Pictured for many good reasons, so the plan has to be of the gun itself. */
const GUNS = terms(
  `gun, guns, pistol, pistols, handgun, handguns, firearm, firearms, rifle, rifles, ar15, glock,
  glocks, ar 15, ak47, ak 47, submachine gun, machine gun, shotgun, receiver, lower receiver,
  schusswaffe, schusswaffen, pistole, gewehr, waffe, waffen`,
);
const DEFUSED = terms(
  "history, museum, disposal, defuse, defusing, defused, geschichte, entschärfen, entschärft",
);
const DEFUSED_WITHIN = { within: 6 };

/** Lessons in making weapons. Swords, soldiers and museums are fine. */
export const weaponMakingRule: Rule = {
  id: "weapons_or_drugs.weapon_making",
  reasonCode: "weapons_or_drugs",
  vocabulary: [WEAPON_MAKING, WEAPONS, GUNS, DEFUSED, INSTRUCTIONS, MAKE],
  matches: (text) => text.views.some(isWeaponMaking),
};

function isWeaponMaking(words: readonly Word[]): boolean {
  if (mentions(words, WEAPON_MAKING)) return true;
  const defused = positions(words, DEFUSED);
  const weapons = awayFrom(positions(words, WEAPONS), defused, DEFUSED_WITHIN);
  const guns = awayFrom(positions(words, GUNS), defused, DEFUSED_WITHIN);
  if (weapons.length === 0 && guns.length === 0) return false;

  const instructions = positions(words, INSTRUCTIONS);
  if (areNear(instructions, weapons, { within: 7 })) return true;
  if (areNear(instructions, guns, { within: 4 })) return true;
  const made = positions(words, MAKE);
  return areNear(made, weapons, { within: 3 }) || areNear(made, guns, { within: 3 });
}
