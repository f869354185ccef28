/** Longest prompt we take, in characters. Flux reads about 512 tokens; what is longer would be dropped in silence. */
export const MAX_PROMPT_LENGTH = 2_000;

/**
 * Takes out what cannot be seen: control characters, and the marks that reorder text (a prompt is shown to others,
 * and a right-to-left override would let it disguise itself).
 */
export function cleanPrompt(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
