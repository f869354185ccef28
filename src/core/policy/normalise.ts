import { fold } from "./fold.js";
import type { Harmless } from "./harmless.js";
import type { Lexicon, Part } from "./lexicon.js";
import type { Word } from "./word.js";

/**
 * A prompt as the rules see it: the same text in several views. A rule blocks when any view matches.
 *
 * The seam for more: another script or language becomes another view (transliterated, translated),
 * and no rule has to change. A rule that needs the sentence, not its words, takes `folded`.
 */
export interface NormalisedPrompt {
  /** Lower case, without accents, invisible characters and lookalikes; punctuation is kept. */
  readonly folded: string;
  /**
   * The words as typed and, where the text has such places, once more with letters that stand apart
   * ("n u d e", "n.u.d.e", "nu-de") put together and words without a space ("nudewoman") taken apart.
   */
  readonly views: readonly (readonly Word[])[];
}

/** A piece of the text between separators. */
type Token = { text: string; readings: readonly string[]; startsClause: boolean };

/** What stands between two spaces. */
type Chunk = { text: string; tokens: readonly Token[] };

const POSSESSIVE = /(?<=[\p{L}\p{N}]{2})['’‘`´ʼ]s(?![\p{L}\p{N}])/gu;
const APOSTROPHE = /(?<=[\p{L}\p{N}])['’‘`´ʼ](?=[\p{L}\p{N}])/gu;
const CHUNK = /[^\s,;:/\\"()[\]{}<>]+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
const CLAUSE_BREAK = /[,;:.!?()[\]{}|\n\r]/;
const LONGEST_GLUED_CHUNK = 60;
const SHORTEST_COMPOUND = 7;
const SHORTEST_PART = 3;
const SHORTEST_PAIR = 4;

/** Reads a prompt. Takes time linear in its length, whatever it holds. */
export function normalise(
  prompt: string,
  knowledge: { lexicon: Lexicon; harmless: Harmless },
): NormalisedPrompt {
  const { lexicon, harmless } = knowledge;
  const folded = fold(prompt).replace(POSSESSIVE, "").replace(APOSTROPHE, "");
  const typed = readChunks(folded, lexicon);
  const glued = glueChunks(typed, lexicon);
  const rejoined = takeApart(joinSplitWords(joinLetters(glued, lexicon), lexicon), lexicon);

  const asTyped = typed.flatMap((chunk) => chunk.tokens);
  const isSame =
    asTyped.length === rejoined.length && asTyped.every((token, n) => token === rejoined[n]);
  const views = isSame ? [asTyped] : [asTyped, rejoined];
  return {
    folded,
    views: views.map((view) => harmless.excuse(view.map((token) => toWord(token, lexicon)))),
  };
}

/** What stands between spaces, each piece with its words. */
function readChunks(folded: string, lexicon: Lexicon): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let end = 0;
  for (const chunk of folded.matchAll(CHUNK)) {
    const found: Token[] = [];
    for (const match of chunk[0].matchAll(WORD)) {
      const start = chunk.index + match.index;
      const startsClause = CLAUSE_BREAK.test(folded.slice(end, start));
      found.push(readToken(match[0], startsClause, lexicon));
      end = start + match[0].length;
    }
    chunks.push({ text: chunk[0], tokens: found });
  }
  return chunks;
}

function readToken(text: string, startsClause: boolean, lexicon: Lexicon): Token {
  return { text, readings: [text, ...lexicon.disguisedIn(text)], startsClause };
}

/** A chunk that is a known word once its signs are read as letters or left out: "n@ked", "nu-de". */
function glueChunks(chunks: readonly Chunk[], lexicon: Lexicon): readonly Token[] {
  return chunks.flatMap((chunk) => {
    const startsClause = chunk.tokens[0]?.startsClause ?? false;
    const text = chunk.text;
    const hasSigns = /[^\p{L}\p{N}]/u.test(text) && text.length <= LONGEST_GLUED_CHUNK;
    if (!hasSigns) return chunk.tokens;
    if (/^[@$€]$/.test(text)) return [{ text, readings: [text], startsClause }];

    const readings = readingsOfSigns(text, lexicon);
    return readings.length > 0 ? [{ text, readings, startsClause }] : chunk.tokens;
  });
}

function readingsOfSigns(text: string, lexicon: Lexicon): readonly string[] {
  // Stars around a word are emphasis, not letters; an exclamation mark may be either.
  const signsAsLetters = text
    .replace(/[^\p{L}\p{N}@$€£!|+*#]/gu, "")
    .replace(/^[|+*#]+|[|+*#]+$/g, "");
  const trimmed = signsAsLetters.replace(/^!+|!+$/g, "");
  const lettersOnly = text.replace(/[^\p{L}\p{N}]/gu, "");
  const found = new Set<string>();
  for (const candidate of [signsAsLetters, trimmed, lettersOnly]) {
    for (const word of wholeWords(candidate, lexicon)) found.add(word);
  }
  return [...found];
}

function wholeWords(candidate: string, lexicon: Lexicon): readonly string[] {
  return lexicon.isKnown(candidate) ? [candidate] : lexicon.disguisedIn(candidate);
}

/** Letters that stand alone, as in "n u d e", put together and split into the words they spell. */
function joinLetters(typed: readonly Token[], lexicon: Lexicon): readonly Token[] {
  const result: Token[] = [];
  let index = 0;
  while (index < typed.length) {
    const end = endOfShortTokens(typed, index);
    if (!isSpelledOut(typed.slice(index, end), lexicon)) {
      const rest = typed.slice(index, Math.max(end, index + 1));
      for (const token of rest) result.push(token);
      index += rest.length;
      continue;
    }
    // "nak e d": the pieces on either side may belong to the word.
    const before = isPiece(result.at(-1)) ? result.splice(-1) : [];
    const after = isPiece(typed[end]) ? typed.slice(end, end + 1) : [];
    const run = [...before, ...typed.slice(index, end), ...after];
    for (const token of splitRun(run, lexicon)) result.push(token);
    index = end + after.length;
  }
  return result;
}

function endOfShortTokens(typed: readonly Token[], start: number): number {
  let end = start;
  while ((typed[end]?.text.length ?? Number.POSITIVE_INFINITY) <= 2) end += 1;
  return end;
}

function isSpelledOut(run: readonly Token[], lexicon: Lexicon): boolean {
  if (run.filter(isLoneLetter).length >= 2) return true;
  return run.length > 1 && lexicon.isKnown(run.map((token) => token.text).join(""));
}

/** "a" and "I" are words of their own. */
function isLoneLetter(token: Token): boolean {
  return /^[b-hj-z]$/.test(token.text);
}

function isPiece(token: Token | undefined): boolean {
  return token !== undefined && token.text.length <= 4;
}

function splitRun(run: readonly Token[], lexicon: Lexicon): readonly Token[] {
  const startsClause = run[0]?.startsClause ?? false;
  return lexicon.split(run.map((token) => token.text).join("")).map((part, n) => {
    return { text: part.text, readings: readingsOf(part), startsClause: startsClause && n === 0 };
  });
}

function readingsOf(part: Part): readonly string[] {
  return part.word === null || part.word === part.text ? [part.text] : [part.text, part.word];
}

/** One letter cut off a word: "n aked", "nud e". */
function joinSplitWords(typed: readonly Token[], lexicon: Lexicon): readonly Token[] {
  const result: Token[] = [];
  for (const token of typed) {
    const previous = result.at(-1);
    const readings = previous === undefined ? [] : readingsOfPair(previous, token, lexicon);
    if (previous === undefined || readings.length === 0) result.push(token);
    else result.splice(-1, 1, { ...previous, text: previous.text + token.text, readings });
  }
  return result;
}

function readingsOfPair(left: Token, right: Token, lexicon: Lexicon): readonly string[] {
  if (!isLoneLetter(left) && !isLoneLetter(right)) return [];
  const joined = left.text + right.text;
  return joined.length < SHORTEST_PAIR ? [] : wholeWords(joined, lexicon);
}

/** Long words that consist of known ones and nothing else: "nudewoman". */
function takeApart(typed: readonly Token[], lexicon: Lexicon): readonly Token[] {
  return typed.flatMap((token) => {
    const isCandidate =
      token.text.length >= SHORTEST_COMPOUND &&
      token.readings.length === 1 &&
      !lexicon.isKnown(token.text);
    if (!isCandidate) return [token];
    const parts = lexicon.split(token.text);
    const isCompound = parts.every(
      (part) => part.word !== null && part.text.length >= SHORTEST_PART,
    );
    return isCompound ? splitRun([token], lexicon) : [token];
  });
}

function toWord(token: Token, lexicon: Lexicon): Word {
  const isKnown = token.readings.some(lexicon.isKnown);
  const { text, readings, startsClause } = token;
  return { text, readings, startsClause, isKnown, isExcused: false };
}
