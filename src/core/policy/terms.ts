import { fold } from "./fold.js";
import type { Word } from "./word.js";

/** A list of words and phrases, ready to be looked for. Made by `terms`. */
export interface Terms {
  /** Each term as a list of its words, folded. */
  readonly list: readonly (readonly string[])[];
  readonly byFirstWord: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Terms from comma-separated lists: `terms("nude, skinny dipping")`. Accents and case do not matter. */
export function terms(...lists: readonly string[]): Terms {
  const list = lists
    .join(",")
    .split(",")
    .map(toWords)
    .filter((words) => words.length > 0);
  return { list, byFirstWord: groupByFirstWord(list) };
}

/** German adjectives with their endings: `declined("nackt")` also finds "nackter" and "nacktes". */
export function declined(adjectives: string): string {
  const endings = ["", "e", "em", "en", "er", "es"];
  return adjectives
    .split(",")
    .flatMap((adjective) => endings.map((ending) => adjective.trim() + ending))
    .join(",");
}

/** All terms of several lists in one. */
export function union(...parts: readonly Terms[]): Terms {
  const list = parts.flatMap((part) => part.list);
  return { list, byFirstWord: groupByFirstWord(list) };
}

/** How many words the longest term that begins at `index` has; 0 when none begins there. */
export function lengthAt(words: readonly Word[], index: number, wanted: Terms): number {
  const word = words[index];
  if (word === undefined || !word.isKnown || word.isExcused) return 0;
  let longest = 0;
  for (const reading of word.readings) {
    for (const term of wanted.byFirstWord.get(reading) ?? []) {
      if (term.length > longest && continuesWith(words, index, term)) longest = term.length;
    }
  }
  return longest;
}

export function isAt(words: readonly Word[], index: number, wanted: Terms): boolean {
  return lengthAt(words, index, wanted) > 0;
}

/** Where terms of the list begin, in order. */
export function positions(words: readonly Word[], wanted: Terms): readonly number[] {
  const found: number[] = [];
  for (let index = 0; index < words.length; index += 1) {
    if (isAt(words, index, wanted)) found.push(index);
  }
  return found;
}

export function mentions(words: readonly Word[], wanted: Terms): boolean {
  return words.some((_, index) => isAt(words, index, wanted));
}

/** True when one of `wanted` begins in `from` … `to`, both included. */
export function mentionsBetween(
  words: readonly Word[],
  wanted: Terms,
  range: { from: number; to: number },
): boolean {
  const last = Math.min(range.to, words.length - 1);
  for (let index = Math.max(range.from, 0); index <= last; index += 1) {
    if (isAt(words, index, wanted)) return true;
  }
  return false;
}

/** True when a position of one list is at most `within` words from one of the other. Both ascend. */
export function areNear(
  left: readonly number[],
  right: readonly number[],
  options: { within: number },
): boolean {
  let candidate = 0;
  for (const position of left) {
    while ((right[candidate] ?? Number.POSITIVE_INFINITY) < position - options.within)
      candidate += 1;
    const other = right[candidate];
    if (other !== undefined && other <= position + options.within) return true;
  }
  return false;
}

/** The positions that have no other within reach. Both lists ascend. */
export function awayFrom(
  found: readonly number[],
  others: readonly number[],
  options: { within: number },
): readonly number[] {
  return others.length === 0 ? found : found.filter((at) => !areNear([at], others, options));
}

function toWords(term: string): readonly string[] {
  return fold(term)
    .split(/\s+/)
    .filter((word) => word !== "");
}

function groupByFirstWord(
  list: readonly (readonly string[])[],
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const groups = new Map<string, (readonly string[])[]>();
  for (const term of list) {
    const first = term[0] ?? "";
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [term]);
    else group.push(term);
  }
  return groups;
}

function continuesWith(words: readonly Word[], index: number, term: readonly string[]): boolean {
  for (let offset = 1; offset < term.length; offset += 1) {
    const word = words[index + offset];
    const wanted = term[offset];
    if (word === undefined || wanted === undefined || word.isExcused) return false;
    if (!word.readings.includes(wanted)) return false;
  }
  return true;
}
