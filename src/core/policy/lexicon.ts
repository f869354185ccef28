import { LEET } from "./lookalikes.js";

/** Shorter words carry too little to be recognised in a disguise. */
const SHORTEST_WORD = 3;

/** A letter repeated more often than this is repeated for show. */
const LONGEST_RUN = 3;
const LONG_RUN = new RegExp(`(.)\\1{${LONGEST_RUN},}`, "gu");

/** No word of ours is longer, even stretched; longer tokens are not looked at for disguises. */
const LONGEST_TOKEN = 40;

/** What splitting text costs: a word, a disguised one, one of two letters, a letter nobody knows. */
const WORD_COST = 1;
const DISGUISE_COST = 2;
const TINY_WORD_COST = 3;
const UNKNOWN_COST = 4;
const TINY_WORD = 2;

/** The words the rules know, and the harmless ones that look like them. */
export interface Lexicon {
  isKnown(word: string): boolean;
  /**
   * The known words this token is a disguise of: letters drawn out ("nuuude"), digits and signs for
   * letters ("n4k3d"), letters starred out ("n*de"). Empty for a known word and for most others.
   */
  disguisedIn(token: string): readonly string[];
  /**
   * Splits letters without spaces into known words and the remainders between them, so that as few
   * letters as possible remain. Linear in the length of the text.
   */
  split(text: string): readonly Part[];
}

/** A piece of split text. */
export interface Part {
  readonly text: string;
  /** The known word it is, perhaps in disguise; null for a remainder. */
  readonly word: string | null;
}

interface Node {
  readonly children: Map<string, Node>;
  word: string | null;
}

/** @param vocabulary Folded single words. Words of two letters are never unmasked, only split off. */
export function createLexicon(vocabulary: Iterable<string>): Lexicon {
  const known = new Set(vocabulary);
  const root: Node = { children: new Map(), word: null };
  for (const word of known) if (word.length >= TINY_WORD) insert(root, word);

  return {
    isKnown: (word) => known.has(word),
    disguisedIn(token) {
      if (known.has(token) || !mayBeDisguised(token)) return [];
      const text = shortenRuns(token);
      const found = new Set<string>();
      walk(root, { text, position: 0, start: 0 }, (word, end) => {
        if (end === text.length && word.length >= SHORTEST_WORD) found.add(word);
      });
      return [...found];
    },
    split: (text) => cheapestSplit(root, shortenRuns(text)),
  };
}

function insert(root: Node, word: string): void {
  let node = root;
  for (const letter of word) {
    let child = node.children.get(letter);
    if (child === undefined) {
      child = { children: new Map(), word: null };
      node.children.set(letter, child);
    }
    node = child;
  }
  node.word = word;
}

function shortenRuns(text: string): string {
  return text.replace(LONG_RUN, (run: string) => run.slice(0, LONGEST_RUN));
}

/** Numbers ("60y", "4k", "b2b") stay numbers: a disguise needs two letters, and two for every star. */
function mayBeDisguised(token: string): boolean {
  if (token.length < SHORTEST_WORD || token.length > LONGEST_TOKEN * LONGEST_RUN) return false;
  if (!/[\d@$€£!|+*#]|(.)\1/u.test(token)) return false;
  const letterCount = token.replace(/[^a-z]/g, "").length;
  const starCount = token.replace(/[^*#]/g, "").length;
  return letterCount >= 2 && starCount * 2 <= letterCount;
}

type Step = { readonly text: string; readonly position: number; readonly start: number };

/** Calls `found` for every known word that begins at `step.start`, however it is disguised. */
function walk(node: Node, step: Step, found: (word: string, end: number) => void): void {
  const { text, position, start } = step;
  if (node.word !== null) found(node.word, position);
  const character = text[position];
  if (character === undefined) return;

  const next = { text, position: position + 1, start };
  const isRepeat = position > start && character === text[position - 1];
  // As spelled first, drawn out second: "teen" is itself before it is a long "ten".
  for (const child of childrenFor(node, character)) walk(child, next, found);
  if (isRepeat) walk(node, next, found);
}

function childrenFor(node: Node, character: string): Iterable<Node> {
  if (character === "*" || character === "#") return node.children.values();
  const own = node.children.get(character);
  const children = own === undefined ? [] : [own];
  for (const letter of LEET.get(character) ?? []) {
    const child = node.children.get(letter);
    if (child !== undefined) children.push(child);
  }
  return children;
}

function cheapestSplit(root: Node, text: string): readonly Part[] {
  const cost = new Array<number>(text.length + 1).fill(Number.POSITIVE_INFINITY);
  const arrival = new Array<{ from: number; word: string | null }>(text.length + 1);
  cost[0] = 0;
  const reach = (end: number, price: number, how: { from: number; word: string | null }): void => {
    if (price >= (cost[end] ?? 0)) return;
    cost[end] = price;
    arrival[end] = how;
  };
  for (let from = 0; from < text.length; from += 1) {
    const soFar = cost[from] ?? 0;
    reach(from + 1, soFar + UNKNOWN_COST, { from, word: null });
    walk(root, { text, position: from, start: from }, (word, end) => {
      const slice = text.slice(from, end);
      if (slice !== word && !mayBeDisguised(slice)) return;
      reach(end, soFar + costOf(word, slice), { from, word });
    });
  }
  return readBack(text, arrival);
}

/** Of two ways to split, the one with fewer disguises is meant. */
function costOf(word: string, slice: string): number {
  if (word.length === TINY_WORD) return TINY_WORD_COST;
  return word === slice ? WORD_COST : DISGUISE_COST;
}

function readBack(
  text: string,
  arrival: readonly { from: number; word: string | null }[],
): readonly Part[] {
  const parts: Part[] = [];
  let remainderEnd = text.length;
  let end = text.length;
  while (end > 0) {
    const step = arrival[end];
    if (step === undefined) break;
    if (step.word !== null) {
      if (remainderEnd > end) parts.push({ text: text.slice(end, remainderEnd), word: null });
      parts.push({ text: text.slice(step.from, end), word: step.word });
      remainderEnd = step.from;
    }
    end = step.from;
  }
  if (remainderEnd > 0) parts.push({ text: text.slice(0, remainderEnd), word: null });
  return parts.reverse();
}
