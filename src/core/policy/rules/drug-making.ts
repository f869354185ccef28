import type { Rule } from "../rule.js";
import { areNear, awayFrom, mentions, positions, terms } from "../terms.js";
import type { Word } from "../word.js";
import { INSTRUCTIONS, MAKE } from "../words/making.js";

const DRUG_MAKING = terms(
  `cook meth, cooks meth, cooking meth, meth cooking, meth recipe, drug synthesis, make meth,
  making meth, meth kochen, drogenherstellung, drogenlabor anleitung`,
);
const DRUGS = terms(
  `meth, meth lab, methamphetamine, methamphetamines, crystal meth, amphetamine, amphetamines,
  cocaine, crack cocaine, heroin, fentanyl, mdma, ecstasy pills, ecstasy tablets, lsd, ghb, dmt,
  krokodil, opium, pcp, ketamine, carfentanil, date rape drug, illegal drugs, hard drugs`,
  "drogen, kokain, crystal, methamphetamin, amphetamin, lsd, fentanyl",
);
const PREVENTION = terms(
  "against, prevention, awareness, recovery, rehab, dangers, warning, anti, overdose, gegen",
);

/** Lessons in making drugs. Pharmacies and kitchens are fine. */
export const drugMakingRule: Rule = {
  id: "weapons_or_drugs.drug_making",
  reasonCode: "weapons_or_drugs",
  vocabulary: [DRUG_MAKING, DRUGS, PREVENTION, INSTRUCTIONS, MAKE],
  matches: (text) => text.views.some(isDrugMaking),
};

function isDrugMaking(words: readonly Word[]): boolean {
  if (mentions(words, DRUG_MAKING)) return true;
  const prevention = positions(words, PREVENTION);
  const drugs = awayFrom(positions(words, DRUGS), prevention, { within: 5 });
  if (drugs.length === 0) return false;
  if (areNear(positions(words, INSTRUCTIONS), drugs, { within: 7 })) return true;
  return areNear(positions(words, MAKE), drugs, { within: 3 });
}
