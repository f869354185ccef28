import { READ_AS } from "./lookalikes.js";

/**
 * What a reader does not see: zero-width characters, bidi overrides, soft hyphens, tag characters,
 * control characters, lone surrogates. Line breaks and tabs are kept: they separate words.
 */
const INVISIBLE = /(?![\t\n\r])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** Accents and everything else that is stacked on a letter. */
const MARKS = /\p{M}+/gu;

/** Only these can still need a look into the table, so plain prompts skip it. */
const NOT_ASCII = /[^\p{ASCII}]/gu;

/**
 * The text as its reader sees it, in lower-case Latin letters.
 * Compatibility folding (NFKD, which is NFKC with the accents apart, so that they can go) covers
 * full-width, mathematical, circled and superscript letters; `lookalikes.ts` covers the rest.
 * Letters of other scripts that look like no Latin one stay as they are.
 */
export function fold(text: string): string {
  // Parenthesised letters would fold to three characters, so the table is asked before and after.
  const folded = readAs(text.replace(INVISIBLE, "")).normalize("NFKD").toLowerCase();
  const bare = readAs(folded.replace(MARKS, ""));
  return bare.normalize("NFKD").replace(MARKS, "").toLowerCase();
}

function readAs(text: string): string {
  return text.replace(NOT_ASCII, (character) => READ_AS.get(character) ?? character);
}
