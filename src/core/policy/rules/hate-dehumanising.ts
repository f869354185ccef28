import type { Rule } from "../rule.js";
import { awayFrom, isAt, lengthAt, mentionsBetween, positions, terms } from "../terms.js";
import type { Word } from "../word.js";
import { REMEMBRANCE } from "../words/hate-context.js";

const GROUPS = terms(
  `jew, jews, jewish, jewish people, muslim, arab, muslims, muslim people, blacks, black people,
  black men, black women, africans, african americans, arabs, arab people, asians, asian people,
  chinese people, mexicans, latinos, immigrants, migrants, refugees, gypsies, roma people, gays,
  gay people, gay men, lesbians, trans people, transgender people, homosexuals, christians,
  hindus, sikhs, indians, disabled people, turks, foreigners, white people, whites, palestinians,
  israelis, women`,
  `juden, muslime, moslems, schwarze, schwarzen, auslander, auslandern, fluchtlinge, fluchtlingen,
  turken, zigeuner, homosexuelle, schwule, schwulen, behinderte, migranten`,
);
const DEHUMANISING = terms(
  `vermin, subhuman, subhumans, parasite, parasites, cockroach, cockroaches, scum, filth, pest,
  pests, plague, inferior race, inferior races, exterminate, exterminated, exterminating,
  extermination, eradicate, eradicated, eradicating, lynch, lynched, lynching, genocide,
  gas chamber, gas chambers, in cages like, ungeziefer, parasiten, abschaum, vernichten,
  ausrotten, vergasen, untermenschen`,
);
const ANIMALS = terms(
  "rats, rat, apes, ape, monkeys, monkey, pigs, dogs, animals, insects, trash, garbage, affen, ratten, schweine",
);
const AS = terms("as, like, are, into, being, wie, als, sind");
const ATTACK = terms(
  `kill, kill all, kill the, killing, death to, hang, hang the, shoot, shoot all, burn, burn the,
  gas, gas the, gassing, deport all, tod den, totet, toten, tod allen`,
);
const ALL = terms("all, the, every, alle, den, die, allen");

const REMEMBERED = { within: 8 };

/** Groups of people drawn as vermin, or their murder called for. */
export const hateDehumanisingRule: Rule = {
  id: "hate.dehumanising",
  reasonCode: "hate",
  vocabulary: [GROUPS, DEHUMANISING, ANIMALS, AS, ATTACK, ALL, REMEMBRANCE],
  matches: (text) =>
    text.views.some((words) => {
      const groups = positions(words, GROUPS).filter((index) => isDehumanised(words, index));
      return (
        groups.length > 0 && awayFrom(groups, positions(words, REMEMBRANCE), REMEMBERED).length > 0
      );
    }),
};

function isDehumanised(words: readonly Word[], index: number): boolean {
  const end = index + lengthAt(words, index, GROUPS);
  if (mentionsBetween(words, DEHUMANISING, { from: index - 6, to: end + 5 })) return true;

  const likened = positions(words.slice(end, end + 4), AS).some((offset) => {
    return mentionsBetween(words, ANIMALS, { from: end + offset + 1, to: end + offset + 2 });
  });
  if (likened) return true;
  const before = isAt(words, index - 1, ALL) ? index - 2 : index - 1;
  return mentionsBetween(words, ATTACK, { from: before - 1, to: before });
}
