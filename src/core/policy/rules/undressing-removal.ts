import type { Rule } from "../rule.js";
import { isAt, lengthAt, mentionsBetween, terms, union } from "../terms.js";
import type { Word } from "../word.js";
import { CLOTHING, MAYBE_CLOTHING } from "../words/clothing.js";
import { PERSON } from "../words/people.js";

const REMOVE = terms(
  `remove, removes, removed, removing, removal of, erase, erases, erasing, delete, deletes,
  deleting, lose the, lose her, lose his, ditch the, ditch her, drop the, drop her, dropping her,
  strip off, strips off, stripping off, strip away, take, takes, taking, took, taken, take off,
  takes off, taking off, took off, pull, pulls, pulling, pull off, pulls off, pulling off,
  pull down, pulls down, pulling down, rip, rips, ripping, rip off, rips off, ripping off, tear,
  tears, tearing, tear off, tears off, tearing off, get rid of, cut away, slip off, slips off,
  slipping off, unbutton, unbuttons, unbuttoning, unzip, unzipping, unhook, photoshop out,
  photoshop off, edit out, shedding her, sheds her`,
  "entferne, entfernen, entfernt, losche, loschen, zieh, ziehe, zieht, reiss, weg mit",
);
/** Verbs that undress only with "off" or "down" behind the garment: "take her shirt off". */
const NEEDS_OFF = terms(
  `take, takes, taking, took, taken, pull, pulls, pulling, rip, rips, ripping, tear, tears,
  tearing, zieh, ziehe, zieht, reiss`,
);
const OFF = terms("off, down, away, aus, runter, weg");
const GARMENT = union(CLOTHING, MAYBE_CLOTHING);

/** Between verb and garment these make something else the object: "remove the logo from her shirt". */
const OTHER_OBJECT = terms(
  `from, on, in, at, near, with, behind, wrinkles, wrinkle, stain, stains, logo, logos, text,
  dirt, dust, crease, creases, spot, spots, background, watermark, print, picture, photo, tag,
  tags, blur, noise, keep, leave, make, change, add, replace, turn, put, give, von, vom, auf,
  flecken, fleck, falten`,
);
const ACCESSORY = terms(
  `hat, cap, coat, jacket, scarf, glasses, sunglasses, tie, necklace, earrings, belt, bag, watch,
  helmet, mask, gloves, shoes, boots, backpack, jewelry, jewellery, hut, mutze, jacke, mantel,
  brille, schal`,
);
/** Behind the garment these make it a part of something else: "remove the shirt stain". */
const PART = terms(
  `stain, stains, wrinkle, wrinkles, logo, logos, button, buttons, pocket, pockets, tag, tags,
  collar, sleeve, sleeves, print, text, pattern, label, crease, creases, rack, hanger, hangers,
  line, pile, colour, color, code, folder, strap, straps, bag, drawer, store, shop, sale, spots,
  spot, hat, left, right, half, floor, margin, border, bar, flecken, fleck, falten`,
);
const FROM = terms("from, von, vom");
const PLACED = terms("on, in, at, of, auf");
const ARTICLE = terms("the, a, an, this, that, its, der, dem, den, die, das");
const PICTURE = terms("picture, photo, image, pic, photograph, bild, foto");
const WITHOUT = terms("without, minus, no, ohne, sans");

/** These go without clothes anyway. */
const UNDRESSED_ANYWAY = terms(
  `mannequin, mannequins, dog, dogs, cat, cats, doll, dolls, hanger, hangers, wardrobe, closet,
  rack, clothesline, washing line, horse, robot, robots, teddy, bear, bears, snowman, animal,
  animals, store`,
);
const ALL_CLOTHES = terms("clothes, clothing, kleidung, kleider, klamotten");

const OBJECT_WITHIN = 6;
const OWNER_WITHIN = 6;
const PLACE_WITHIN = 5;

interface Garment {
  readonly start: number;
  /** The word behind it. */
  readonly end: number;
}

/** Asks for a person's clothes to go: "remove her clothes", "take the shirt off this woman". */
export const undressingRemovalRule: Rule = {
  id: "undressing.removal",
  reasonCode: "undressing",
  vocabulary: [
    ...[
      REMOVE,
      NEEDS_OFF,
      OFF,
      GARMENT,
      PERSON,
      OTHER_OBJECT,
      ACCESSORY,
      PART,
      FROM,
      PLACED,
      ARTICLE,
    ],
    ...[PICTURE, WITHOUT, UNDRESSED_ANYWAY, ALL_CLOTHES],
  ],
  matches: (text) => text.views.some(asksForRemoval),
};

export function asksForRemoval(words: readonly Word[]): boolean {
  return words.some((_, index) => isRemoval(words, index) || isWithout(words, index));
}

function isRemoval(words: readonly Word[], index: number): boolean {
  const verbLength = lengthAt(words, index, REMOVE);
  if (verbLength === 0) return false;
  const garment = findGarment(words, index + verbLength);
  if (garment === null || isAt(words, garment.end, PART)) return false;

  const range = { from: index - 3, to: garment.end + OWNER_WITHIN };
  if (!isAt(words, garment.start, CLOTHING) && !mentionsBetween(words, PERSON, range)) return false;
  if (verbLength === 1 && isAt(words, index, NEEDS_OFF)) {
    const isOff = mentionsBetween(words, OFF, { from: index + 1, to: garment.end + 2 });
    if (!isOff) return false;
  }
  const isOwned = mentionsBetween(words, PERSON, { from: index + verbLength, to: garment.start });
  return !liesSomewhere(words, garment.end, { isOwned });
}

/** The garment the verb is about, or null when it is about something else. */
function findGarment(words: readonly Word[], from: number): Garment | null {
  for (let index = from; index < from + OBJECT_WITHIN; index += 1) {
    const length = lengthAt(words, index, GARMENT);
    if (length === 0 && isAt(words, index, OTHER_OBJECT)) return null;
    const startsClause = words[index]?.startsClause ?? false;
    if (startsClause && mentionsBetween(words, ACCESSORY, { from, to: index - 1 })) return null;
    if (length > 0) return { start: index, end: index + length };
  }
  return null;
}

/** "… from the chair", "… off the line", "clothes on the floor": said of a place, nobody in it. */
function liesSomewhere(
  words: readonly Word[],
  place: number,
  options: { isOwned: boolean },
): boolean {
  if (words[place + 1]?.startsClause !== false) return false;
  const isOffAThing = isAt(words, place, OFF) && isAt(words, place + 1, ARTICLE);
  const isFromAThing = isAt(words, place, FROM);
  const isPlaced = !options.isOwned && isAt(words, place, PLACED);
  if (!isOffAThing && !isFromAThing && !isPlaced) return false;
  if (mentionsBetween(words, PICTURE, { from: place + 1, to: place + 3 })) return false;
  return !mentionsBetween(words, PERSON, { from: place + 1, to: place + PLACE_WITHIN });
}

/** "a woman without her bra". A garment is worn by people, so "no shirt" needs one. */
function isWithout(words: readonly Word[], index: number): boolean {
  const length = lengthAt(words, index, WITHOUT);
  if (length === 0) return false;
  const garment = [0, 1, 2].map((n) => index + length + n).find((at) => isAt(words, at, GARMENT));
  if (garment === undefined) return false;
  if (isAt(words, garment + lengthAt(words, garment, GARMENT), PART)) return false;

  if (mentionsBetween(words, UNDRESSED_ANYWAY, { from: index - 2, to: index - 1 })) return false;
  if (mentionsBetween(words, PERSON, { from: index - OWNER_WITHIN, to: garment })) return true;
  const around = { from: index - OWNER_WITHIN, to: garment + OWNER_WITHIN };
  return isAt(words, garment, ALL_CLOTHES) && !mentionsBetween(words, UNDRESSED_ANYWAY, around);
}
