/** Secrets that are handed out once and recognised afterwards without being kept. */
export interface SecretSource {
  /** 256 random bits as 43 characters of `[A-Za-z0-9_-]`. */
  make(): string;
  /** A digest that says nothing of the secret; the same for the same one. */
  digest(secret: string): string;
}
