/**
 * Phrases in which a listed word means something harmless. Only the word in brackets is excused, and
 * only there. Words are folded: lower case, no accents.
 */
export const HARMLESS_PHRASES: readonly string[] = [
  // Nude as a colour, naked and bare as figures of speech.
  ...pair("nude", [
    ..."palette lipstick lipsticks lips lip makeup colour color coloured colored colours colors".split(
      " ",
    ),
    ..."tone tones toned shade shades heel heels pumps nail nails polish eyeshadow beige".split(
      " ",
    ),
    ..."dress gown blouse tights leotard pantyhose bodysuit stilettos manicure hues".split(" "),
  ]),
  ...pair("naked", [
    ..."mole eye eyes tree trees branch branches bike bikes motorcycle flame flames cake cakes".split(
      " ",
    ),
    ..."truth gun bulb bulbs neck oat oats lady juice rock rocks earth".split(" "),
  ]),
  "[naked] singularity",
  "[naked] light bulb",
  "[naked] wedding cake",
  ...["baume", "aste", "zweige", "erde", "wand", "felsen", "tatsachen"].map((w) => `[nackte] ${w}`),
  "[nackter] fels",
  "mit [nacktem] auge",
  ...["nudity", "nudes", "nsfw", "sex", "porn", "gore"].flatMap((word) => {
    return [`no [${word}]`, `without [${word}]`, `zero [${word}]`, `kein [${word}]`];
  }),
  "non [nude]",
  "non [nsfw]",
  "not [nsfw]",
  "ohne [nacktheit]",
  "keine [nacktheit]",
  // Sex in other senses.
  ...["same", "opposite", "fair", "single"].map((word) => `${word} [sex]`),
  ...["education", "pistols", "change", "discrimination", "equality"].map(
    (word) => `[sex] ${word}`,
  ),
  "[sex] and the city",
  // Animals, plants, food.
  ...["willow", "willows", "cat", "cats", "foot", "riot", "bow"].map((word) => `[pussy] ${word}`),
  ...["toad", "toads", "lizard", "lizards", "devil"].map((word) => `[horny] ${word}`),
  ...["fin", "fins", "retentive"].map((word) => `[anal] ${word}`),
  ...["seed", "seeds", "field", "fields", "blossom", "flower", "flowers", "oil"].map(
    (w) => `[rape] ${w}`,
  ),
  ...["butter", "cream", "shield"].map((word) => `[nipple] ${word}`),
  "maine [coon]",
  "maine [coons]",
  ...["in", "of"].map((word) => `[chink] ${word}`),
  "[spic] and span",
  "[faggots] and peas",
  ...["towers", "tower", "car", "jeep", "hat", "box"].map((word) => `[topless] ${word}`),
  ...["bottle", "grease", "pipe", "hex"].flatMap((word) => [
    `${word} [nipple]`,
    `${word} [nipples]`,
  ]),
  // Young in other senses.
  ...[
    ..."oil blue pink bump grand powder yoda doll dolls bottle elephant elephants dragon".split(
      " ",
    ),
    ..."animal animals bird birds goat goats fox foxes yellow green boomer boomers breath".split(
      " ",
    ),
  ].map((word) => `[baby] ${word}`),
  ...["leather", "gloves", "goat", "goats"].map((word) => `[kid] ${word}`),
  "wild [child]",
  "[child] pose",
  "[teenage] mutant",
  ...["old", "art", "film", "driving", "medical", "law", "business", "dance"].map(
    (w) => `${w} [school]`,
  ),
  ...["grad", "graduate", "fashion", "cooking", "riding", "surf"].map((word) => `${word} [school]`),
  "[school] of",
  ...["key", "chord", "chords", "scale", "repairs", "imperfections", "tweaks", "flaws"].map(
    (w) => `[minor] ${w}`,
  ),
  ...["concerto", "sonata", "symphony", "prelude"].map((word) => `${word} in a [minor]`),
  "in the key of a [minor]",
  "[minor] details",
  "[minor] adjustments",
  "[kinder] surprise",
  "[kinder] egg",
  // Blood and weapons in other senses.
  "[gore] tex",
  "al [gore]",
  "[gore] vidal",
  ...[
    ..."bath seed cocoa chocolate photo cherry glitter paint smoke water stink flavour flavor".split(
      " ",
    ),
    ..."fizzy sugar flower cheese yarn".split(" "),
  ].flatMap((word) => [`${word} [bomb]`, `${word} [bombs]`]),
  ...["cyclone", "shelter", "disposal", "squad"].map((word) => `[bomb] ${word}`),
  ...[
    ..."glue nerf water toy lego heat spray nail squirt massage caulking radar potato bubble".split(
      " ",
    ),
    ..."staple tattoo soldering grease laser ray paintball cardboard wooden rubber tufting".split(
      " ",
    ),
  ].flatMap((word) => [`${word} [gun]`, `${word} [guns]`]),
  "lego [grenade]",
  ...["draw", "paint", "sketch", "photograph"].map((word) => `[how] to ${word}`),
];

function pair(word: string, followers: readonly string[]): readonly string[] {
  return followers.map((follower) => `[${word}] ${follower}`);
}
