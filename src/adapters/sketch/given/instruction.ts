import {
  colourWords,
  daytimeWords,
  extraWords,
  styleWords,
  weatherWords,
} from "../draw/lexicon.js";
import {
  findFirst,
  lookUp,
  readSubjects,
  type SubjectReading,
  toWords,
} from "../draw/prompt-reading.js";
import type { Daytime, Extra, Style, Weather } from "../draw/vocabulary.js";

/** How an edited picture is drawn anew. */
export type Medium = "gouache" | "ink" | "poster";
/** What an instruction says of light and colour besides naming an hour, a weather or a colour. */
export type Mood = "bright" | "dark" | "warm" | "cold" | "vivid" | "faded" | "autumn" | "spring";

/** What the sketch understands of an instruction; null and empty where the words say nothing. */
export interface Instruction {
  readonly daytime: Daytime | null;
  readonly weather: Weather | null;
  readonly style: Style | null;
  readonly mood: Mood | null;
  readonly medium: Medium | null;
  /** `#rrggbb`. */
  readonly tint: string | null;
  readonly extras: ReadonlySet<Extra>;
  /** Things to be put into the picture. */
  readonly added: readonly SubjectReading[];
}

function table<T>(groups: ReadonlyArray<readonly [T, string]>): ReadonlyMap<string, T> {
  return new Map(groups.flatMap(([value, words]) => words.split(" ").map((word) => [word, value])));
}

const mediumWords = table<Medium>([
  [
    "gouache",
    "painting paint painted painterly oil gouache watercolor watercolour aquarell gemalde ol gemalt brush impressionist",
  ],
  [
    "ink",
    "ink pencil line drawing drawn comic cartoon manga anime bleistift zeichnung tusche gezeichnet outline",
  ],
  ["poster", "poster flat vector papercut paper pop plakat popart stencil"],
]);

const moodWords = table<Mood>([
  ["bright", "bright brighter brighten light lighter heller hell"],
  ["dark", "dark darker darken gloomy moody dunkler dunkel duster"],
  ["warm", "warm warmer summer sommer sommerlich cosy cozy gemutlich"],
  ["cold", "cold colder cool cooler kalt kalter kuhl"],
  ["vivid", "vivid colourful colorful saturated saturate bunt bunter kraftig"],
  ["faded", "faded fade pale muted blass desaturated"],
  ["autumn", "autumn autumnal fall herbst herbstlich"],
  ["spring", "spring fruhling"],
]);

const addingWords = /^(add|put|place|insert|include|give|draw|with|fuge|setze|stelle|hinzu|mit)$/;

export function readInstruction(prompt: string): Instruction {
  const words = toWords(prompt);
  const claimed = new Set<number>();
  const subjects = readSubjects(words, claimed);
  const isMono = /\bblack (and|&) white\b|\bschwarz[ -]?wei(ß|ss)/i.test(prompt);
  const colours = words.flatMap((word, at) =>
    claimed.has(at) ? [] : (lookUp(colourWords, word) ?? []),
  );
  const isAdding = words.some((word) => addingWords.test(word));
  return {
    daytime: findFirst(words, daytimeWords) ?? (/\bgolden hour\b/i.test(prompt) ? "sunset" : null),
    weather: findFirst(words, weatherWords),
    style: isMono ? "mono" : findFirst(words, styleWords),
    mood: findFirst(words, moodWords),
    medium: findFirst(words, mediumWords),
    tint: isMono ? null : (colours.at(-1) ?? null),
    extras: new Set(words.flatMap((word) => lookUp(extraWords, word) ?? [])),
    added: isAdding ? subjects : [],
  };
}

/** True when the sketch can follow none of the words. */
export function saysNothing(instruction: Instruction): boolean {
  const { daytime, weather, style, mood, tint, extras, added } = instruction;
  return !daytime && !weather && !style && !mood && !tint && !extras.size && !added.length;
}
