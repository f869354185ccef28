/** Encrypts what must not lie in the database in the clear: interaction tokens, raw updates. */
export interface Sealer {
  seal(text: string): string;
  /** @throws AppError `not_found` (final) when no key opens it. */
  open(sealed: string): string;
}
