import type { Daytime, Extra, Scene, Style, SubjectKind, Weather } from "./vocabulary.js";

/** Words the sketch understands, by what they decide. Singular, lower case, without accents. */

function table<T>(groups: ReadonlyArray<readonly [T, string]>): ReadonlyMap<string, T> {
  return new Map(groups.flatMap(([value, words]) => words.split(" ").map((word) => [word, value])));
}

export const colourWords = table<string>([
  ["#d1382f", "red crimson scarlet ruby vermilion"],
  ["#ee8434", "orange amber tangerine ginger copper"],
  ["#e8b23e", "gold golden bronze mustard"],
  ["#f4cf4d", "yellow lemon"],
  ["#4f9a57", "green olive"],
  ["#2b9a72", "emerald jade"],
  ["#8fd3b0", "mint"],
  ["#2a9a9a", "teal"],
  ["#3fbfc4", "turquoise cyan aqua"],
  ["#3b73c9", "blue azure cobalt sapphire"],
  ["#22386f", "navy"],
  ["#4a3f9e", "indigo"],
  ["#7d4fb3", "violet purple amethyst"],
  ["#b79fdc", "lavender lilac"],
  ["#c63b8e", "magenta fuchsia"],
  ["#ee8fb0", "pink rosy"],
  ["#8a5a3a", "brown chestnut chocolate"],
  ["#e3cfa6", "beige cream sandy tan"],
  ["#f5f1e8", "white ivory"],
  ["#35333d", "black ebony"],
  ["#9aa2aa", "grey gray silver"],
]);

export const daytimeWords = table<Daytime>([
  ["sunset", "sunset dusk evening twilight sundown"],
  ["dawn", "dawn sunrise morning daybreak"],
  ["night", "night midnight nocturnal moonlit moonlight starry nighttime"],
  ["day", "day noon midday afternoon daylight sunny"],
]);

export const weatherWords = table<Weather>([
  ["snow", "snow snowy snowing snowfall snowflake blizzard winter wintry ice icy frozen christmas"],
  ["rain", "rain rainy raining drizzle monsoon wet"],
  ["fog", "fog foggy mist misty haze hazy"],
  ["storm", "storm stormy thunderstorm thunder lightning tempest hurricane"],
  ["clear", "clear cloudless"],
]);

export const sceneWords = table<Scene>([
  [
    "meadow",
    "meadow field hill countryside garden grass grassland park valley farm spring village",
  ],
  ["mountains", "mountain mountainous alps alpine peak summit himalaya volcano cliff canyon fjord"],
  ["forest", "forest wood woods woodland jungle grove pine redwood taiga"],
  [
    "sea",
    "sea ocean beach coast shore island harbour harbor bay wave lake river seaside water pond",
  ],
  [
    "city",
    "city skyline street town urban downtown skyscraper metropolis cyberpunk tokyo york paris london",
  ],
  ["desert", "desert dune sahara savanna savannah oasis cactus mars"],
  ["space", "space galaxy cosmos cosmic nebula planet universe orbit saturn jupiter interstellar"],
  ["underwater", "underwater reef coral seabed aquarium"],
  ["snowfield", "arctic antarctic antarctica tundra glacier iceberg polar"],
]);

export const styleWords = table<Style>([
  ["pastel", "pastel soft dreamy delicate watercolor watercolour kawaii"],
  ["neon", "neon cyberpunk synthwave vaporwave vibrant psychedelic glowing"],
  ["mono", "monochrome noir greyscale grayscale charcoal"],
  ["vintage", "vintage retro sepia nostalgic antique"],
]);

export const extraWords = table<Extra>([
  ["moon", "moon crescent moonlit moonlight lunar"],
  ["sun", "sun sunny sunshine sunlight"],
  ["stars", "star starry stars constellation"],
  ["clouds", "cloud cloudy clouds overcast"],
  ["rainbow", "rainbow"],
  ["aurora", "aurora borealis"],
  ["fireflies", "firefly fireflies magical enchanted fairy lantern"],
]);

/** A subject, and the colour its word implies when the prompt names none. */
export interface SubjectWord {
  readonly kind: SubjectKind;
  readonly colour?: string;
}

export const subjectWords = table<SubjectWord>([
  [{ kind: "fox" }, "fox vixen"],
  [{ kind: "fox", colour: "#868d99" }, "wolf wolves coyote husky"],
  [{ kind: "cat" }, "cat kitten kitty feline"],
  [{ kind: "cat", colour: "#e08a35" }, "tiger"],
  [{ kind: "cat", colour: "#d9a441" }, "lion lioness"],
  [{ kind: "cat", colour: "#2f2d38" }, "panther"],
  [{ kind: "dog" }, "dog puppy hound corgi beagle labrador dachshund poodle"],
  [{ kind: "dog", colour: "#dda94f" }, "retriever"],
  [{ kind: "rabbit" }, "rabbit bunny hare"],
  [{ kind: "bear" }, "bear grizzly teddy"],
  [{ kind: "bear", colour: "#f3efe6" }, "panda"],
  [{ kind: "owl" }, "owl"],
  [{ kind: "penguin" }, "penguin"],
  [{ kind: "bird" }, "bird sparrow robin songbird swallow finch parrot hummingbird"],
  [{ kind: "bird", colour: "#3a3842" }, "raven crow"],
  [{ kind: "bird", colour: "#e9e6df" }, "dove seagull gull swan"],
  [{ kind: "fish" }, "fish goldfish koi salmon clownfish"],
  [{ kind: "whale" }, "whale orca"],
  [{ kind: "horse" }, "horse pony stallion mare foal"],
  [{ kind: "unicorn" }, "unicorn pegasus"],
  [{ kind: "deer" }, "deer stag doe elk reindeer moose fawn"],
  [{ kind: "elephant" }, "elephant mammoth"],
  [{ kind: "dragon" }, "dragon wyvern"],
  [{ kind: "dragon", colour: "#5d8a4f" }, "dinosaur"],
  [{ kind: "butterfly" }, "butterfly butterflies moth"],
  [{ kind: "turtle" }, "turtle tortoise"],
  [{ kind: "house" }, "house cottage cabin hut home barn farmhouse"],
  [{ kind: "lighthouse" }, "lighthouse beacon"],
  [{ kind: "castle" }, "castle fortress palace tower"],
  [{ kind: "tree" }, "tree oak maple birch willow treehouse"],
  [{ kind: "tree", colour: "#f0a5bd" }, "blossom sakura cherry"],
  [{ kind: "flower" }, "flower daisy tulip sunflower poppy lily lotus bouquet"],
  [{ kind: "flower", colour: "#d1382f" }, "rose"],
  [{ kind: "mushroom" }, "mushroom toadstool fungus"],
  [{ kind: "boat" }, "boat ship sailboat yacht sail sailing vessel"],
  [{ kind: "car" }, "car automobile van taxi truck jeep"],
  [{ kind: "train" }, "train locomotive railway"],
  [{ kind: "rocket" }, "rocket spaceship spacecraft shuttle"],
  [{ kind: "balloon" }, "balloon"],
  [{ kind: "robot" }, "robot android droid mech"],
  [
    { kind: "person" },
    "person man woman girl boy child kid traveller traveler hiker wanderer people",
  ],
  [{ kind: "person" }, "wizard knight king queen princess prince witch samurai ninja monk warrior"],
  [{ kind: "astronaut" }, "astronaut cosmonaut spaceman"],
]);

export const numberWords: ReadonlyMap<string, number> = new Map([
  ...[["two", 2] as const, ["pair", 2] as const, ["couple", 2] as const, ["2", 2] as const],
  ...[
    "three",
    "3",
    "several",
    "some",
    "many",
    "flock",
    "group",
    "herd",
    "pack",
    "family",
    "four",
  ].map((word) => [word, 3] as const),
]);
