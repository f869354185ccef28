import { translate } from "./german.js";
import {
  colourWords,
  daytimeWords,
  extraWords,
  numberWords,
  sceneWords,
  styleWords,
  subjectWords,
  weatherWords,
} from "./lexicon.js";
import type { Random } from "./random.js";
import { subjects as subjectTable } from "./subjects/registry.js";
import type { Daytime, Extra, Scene, Style, SubjectKind, Weather } from "./vocabulary.js";

export interface SubjectReading {
  readonly kind: SubjectKind;
  /** `#rrggbb` from the prompt or the word itself; null leaves the subject its natural colour. */
  readonly colour: string | null;
  readonly count: number;
}

/** What the sketch makes of a prompt. */
export interface PromptReading {
  readonly daytime: Daytime;
  readonly weather: Weather;
  readonly scene: Scene;
  readonly style: Style | null;
  readonly subjects: readonly SubjectReading[];
  readonly extras: ReadonlySet<Extra>;
  readonly hasFullMoon: boolean;
  /** A colour that belongs to no subject: it tints the whole picture. */
  readonly tint: string | null;
  /** Nothing in the prompt names a thing or a place: an abstract picture serves it best. */
  readonly isAbstract: boolean;
}

const mostSubjects = 3;
/** "a red and fluffy little fox": how many words before a thing its colour or number may stand. */
const reachInWords = 4;

/** What the prompt leaves open, chance decides. */
export function readPrompt(prompt: string, random: Random): PromptReading {
  const words = toWords(prompt);
  const claimed = new Set<number>();
  const subjects = readSubjects(words, claimed);
  const place = findFirst(words, sceneWords);
  const daytime =
    findFirst(words, daytimeWords) ?? (/\bgolden hour\b/i.test(prompt) ? "sunset" : null);
  const weather = findFirst(words, weatherWords);
  const extras = new Set(words.flatMap((word) => lookUp(extraWords, word) ?? []));
  const scene = readScene({ place, weather, subjects }, random);
  return {
    daytime: daytime ?? (isDark(scene, extras) ? "night" : anyHour(weather, random)),
    hasFullMoon: words.includes("full"),
    weather: weather ?? (scene === "snowfield" ? "snow" : "clear"),
    scene,
    style: /\bblack and white\b/i.test(prompt) ? "mono" : findFirst(words, styleWords),
    subjects,
    extras,
    tint:
      words.flatMap((word, at) => (claimed.has(at) ? [] : (lookUp(colourWords, word) ?? [])))[0] ??
      null,
    isAbstract: !subjects.length && !place && !daytime && !weather && !extras.size,
  };
}

/** Lower case, without accents, in English where the sketch knows the German word. */
export function toWords(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(translate);
}

/** Finds the word itself or its singular. */
export function lookUp<T>(table: ReadonlyMap<string, T>, word: string): T | undefined {
  return (
    table.get(word) ??
    (word.endsWith("s") ? table.get(word.slice(0, -1)) : undefined) ??
    (word.endsWith("es") ? table.get(word.slice(0, -2)) : undefined) ??
    (word.endsWith("ies") ? table.get(`${word.slice(0, -3)}y`) : undefined)
  );
}

export function findFirst<T>(words: readonly string[], table: ReadonlyMap<string, T>): T | null {
  return words.flatMap((word) => lookUp(table, word) ?? [])[0] ?? null;
}

/** @param claimed Takes the places of the colours that belong to a subject. */
export function readSubjects(words: readonly string[], claimed: Set<number>): SubjectReading[] {
  const found = new Map<SubjectKind, SubjectReading>();
  let searchFrom = 0;
  for (const [at, word] of words.entries()) {
    const subject = lookUp(subjectWords, word);
    if (!subject || found.has(subject.kind)) continue;
    const from = Math.max(searchFrom, at - reachInWords);
    const colourBefore = lastIndexBetween(words, { from, to: at, table: colourWords });
    const isClad = subject.kind === "person" || subject.kind === "robot";
    const colourAt = colourBefore ?? (isClad ? wornColourAt(words, at) : null);
    const numberAt = lastIndexBetween(words, { from, to: at, table: numberWords });
    if (colourAt !== null) claimed.add(colourAt);
    const isPlural = !subjectWords.has(word) || ["people", "butterflies", "wolves"].includes(word);
    found.set(subject.kind, {
      kind: subject.kind,
      colour:
        (colourAt === null ? null : lookUp(colourWords, words[colourAt] ?? "")) ??
        subject.colour ??
        null,
      count: numberWords.get(words[numberAt ?? -1] ?? "") ?? (isPlural ? 3 : 1),
    });
    searchFrom = at + 1;
  }
  return [...found.values()].slice(0, mostSubjects);
}

/** "a girl in a yellow coat": where the colour of the clothes stands. */
function wornColourAt(words: readonly string[], personAt: number): number | null {
  const isWorn = /^(in|with|wearing)$/.test(words[personAt + 1] ?? "");
  if (!isWorn) return null;
  return lastIndexBetween(words, { from: personAt + 2, to: personAt + 5, table: colourWords });
}

function lastIndexBetween(
  words: readonly string[],
  search: { from: number; to: number; table: ReadonlyMap<string, unknown> },
): number | null {
  for (let at = search.to - 1; at >= search.from; at -= 1) {
    if (lookUp(search.table, words[at] ?? "") !== undefined) return at;
  }
  return null;
}

const openLand: readonly [Scene, ...Scene[]] = ["meadow", "mountains", "sea"];

/** What the words say; else where the first subject is at home. */
function readScene(
  read: { place: Scene | null; weather: Weather | null; subjects: readonly SubjectReading[] },
  random: Random,
): Scene {
  const { place, weather, subjects } = read;
  const isAfloat = subjects.some(({ kind }) => kind === "boat");
  if (isAfloat && place !== "space" && place !== "city") return "sea";
  if (place === "sea" && subjects[0]?.kind === "fish") return "underwater";
  if (place !== null) return place;
  const homes = subjects[0] ? subjectTable[subjects[0].kind].homes : openLand;
  const home = random.pick(homes);
  return weather === "snow" && home === "meadow" ? "snowfield" : home;
}

/** Mostly daylight; rain and fog keep their grey, and snow its white. */
function anyHour(weather: Weather | null, random: Random): Daytime {
  if (weather === "snow") return random.pick(["day", "day", "day", "dawn"]);
  if (weather !== null && weather !== "clear") return "day";
  return random.pick(["day", "day", "day", "sunset", "dawn"]);
}

function isDark(scene: Scene, extras: ReadonlySet<Extra>): boolean {
  if (scene === "space" || extras.has("aurora")) return true;
  return (extras.has("moon") || extras.has("stars")) && !extras.has("sun");
}
