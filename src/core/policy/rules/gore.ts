import type { Rule } from "../rule.js";
import { areNear, awayFrom, mentions, positions, terms } from "../terms.js";
import type { Word } from "../word.js";

const GORE = terms(
  `gore, gory, goriest, guro, dismember, dismembered, dismembering, dismemberment, decapitate,
  decapitated, decapitating, decapitation, disembowel, disemboweled, disembowelled,
  disembowelment, eviscerate, eviscerated, evisceration, mutilate, mutilated, mutilation,
  mutilating, entrails, bloodbath, flayed alive, flayed skin, skinned alive, slit throat,
  throat slit, slitting throat, slashed throat, cut throat, severed head, severed heads,
  severed limb, severed limbs, severed arm, severed arms, severed leg, severed hand,
  severed hands, severed fingers, exposed brain, exposed guts, exposed organs,
  exposed intestines, guts spilling, intestines spilling, spilled guts, spilling guts,
  brains splattered, splattered brains, brain splatter, gouged eyes, eyes gouged, eye gouging,
  crushed skull, smashed skull, exploding head, head exploding, chopped up body,
  chopped up corpse, hacked to pieces, bloody corpse, bloody corpses, bloodied corpse,
  rotting corpse, rotting corpses, decomposing corpse, mangled body, mangled corpse,
  pile of corpses, snuff film, execution video, eating human flesh, human flesh, torn apart body,
  body torn apart, ripped apart body, slit wrists, cutting his wrists, cutting her wrists,
  intestines hanging, guts hanging, cutting wrists, cut wrists, self harm, hanging himself,
  hanging herself, suicide by hanging, blood and guts, guts out, head cut off, cut off head,
  chopped off head, head chopped off, organs exposed, tortured to death, blown off head,
  sawn in half, impaled body, impaled man, impaled woman, pool of blood corpse,
  gunshot to the head, shot in the head, graphic violence, blood soaked corpse`,
  `enthauptet, enthauptete, enthaupteter, gekopft, verstummelt, verstummelte, verstummelter,
  verstummelung, zerstuckelt, zerstuckelte, ausgeweidet, abgetrennter kopf, abgetrennte kopfe,
  abgetrennte gliedmassen, eingeweide, gedarme, blutbad, aufgeschlitzt, aufgeschlitzte,
  blutige leiche, blutige leichen, verwesende leiche, leichenberg`,
);

const BEHEADING = terms("behead, beheaded, beheading, beheads, enthauptung");
/** Beheadings that hang in museums. */
const ART_SUBJECT = terms(
  "holofernes, john the baptist, saint john, st john, medusa, caravaggio, goliath",
);

const HARM = terms(
  `torture, tortured, torturing, stabbed, stabbing, bleeding out, bleeding to death, cannibal,
  cannibalism, lynched, massacred, massacre, slaughtered, butchered, gutted, foltern, gefoltert,
  folterung, erstochen`,
);
const VICTIM = terms(
  `man, men, woman, women, person, people, girl, boy, human, humans, victim, victims, corpse,
  corpses, prisoner, prisoners, hostage, hostages, body, bodies, soldier, soldiers, mann, frau,
  menschen, opfer, leiche`,
);
const CONTEXT = terms(
  `museum, memorial, documentary, monument, remembrance, history, gedenkstatte, denkmal,
  exhibition`,
);

/** Torn bodies, shown in detail, and self-harm. Vampires, skulls and blood oranges are fine. */
export const goreRule: Rule = {
  id: "gore.graphic",
  reasonCode: "gore",
  vocabulary: [GORE, BEHEADING, ART_SUBJECT, HARM, VICTIM, CONTEXT],
  matches: (text) => text.views.some(isGraphic),
};

function isGraphic(words: readonly Word[]): boolean {
  if (mentions(words, GORE)) return true;
  const beheaded = awayFrom(positions(words, BEHEADING), positions(words, ART_SUBJECT), {
    within: 6,
  });
  if (beheaded.length > 0) return true;
  const harmed = positions(words, HARM);
  if (harmed.length === 0) return false;
  const shown = awayFrom(harmed, positions(words, CONTEXT), { within: 8 });
  return areNear(shown, positions(words, VICTIM), { within: 4 });
}
