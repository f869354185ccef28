import type { Word } from "./word.js";

/** Knows the phrases in which a suspicious word is innocent. */
export interface Harmless {
  /** Every word of every phrase. */
  readonly vocabulary: readonly string[];
  /** The same words, those that stand in a harmless phrase marked as excused. */
  excuse(words: readonly Word[]): readonly Word[];
}

/** A phrase and which of its words it excuses. */
interface Phrase {
  readonly words: readonly string[];
  readonly excused: readonly boolean[];
}

/** @param phrases Folded words with the excused ones in brackets: `[naked] mole rat`. */
export function createHarmless(phrases: readonly string[]): Harmless {
  const byFirstWord = new Map<string, Phrase[]>();
  const parsed = phrases.map(parsePhrase);
  for (const phrase of parsed) {
    const first = phrase.words[0] ?? "";
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), phrase]);
  }

  return {
    vocabulary: parsed.flatMap((phrase) => phrase.words),
    excuse(words) {
      const excused = new Set<number>();
      words.forEach((word, index) => {
        for (const phrase of word.readings.flatMap((reading) => byFirstWord.get(reading) ?? [])) {
          if (isPhraseAt(words, index, phrase)) markExcused(excused, index, phrase);
        }
      });
      if (excused.size === 0) return words;
      return words.map((word, index) => (excused.has(index) ? { ...word, isExcused: true } : word));
    },
  };
}

function parsePhrase(text: string): Phrase {
  const parts = text.split(" ");
  return {
    words: parts.map((part) => part.replace(/[[\]]/g, "")),
    excused: parts.map((part) => part.startsWith("[")),
  };
}

/** A phrase does not reach across a comma: "nude, pink background" is not a colour. */
function isPhraseAt(words: readonly Word[], index: number, phrase: Phrase): boolean {
  return phrase.words.every((wanted, offset) => {
    const word = words[index + offset];
    if (word === undefined || (offset > 0 && word.startsClause)) return false;
    return word.readings.includes(wanted);
  });
}

function markExcused(excused: Set<number>, index: number, phrase: Phrase): void {
  phrase.excused.forEach((isExcused, offset) => {
    if (isExcused) excused.add(index + offset);
  });
}
