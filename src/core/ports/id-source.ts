/** The only source of randomness in the core. */
export interface IdSource {
  /** A fresh UUID, unique for ever. */
  uuid(): string;
  /** A whole number 0 … 2³¹ − 1, the range every model accepts as a seed. */
  seed(): number;
}
