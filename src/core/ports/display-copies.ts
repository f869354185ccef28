/** What a copy has to fit into. */
export interface CopyBounds {
  readonly maxBytes: number;
  /** Width and height together, in pixels; left out: any. */
  readonly maxSides?: number;
  /** What whoever shows it makes of it anyway, or what loses least. */
  readonly format: "jpeg" | "webp";
}

export interface DisplayCopy {
  readonly bytes: Uint8Array;
  readonly contentType: "image/jpeg" | "image/webp";
}

/** Copies of pictures that are too large for a chat, to be looked at there. Never worked from: that is the original. */
export interface DisplayCopies {
  /**
   * The best that fits: of full size while that looks the same, then smaller. Null when nothing of use does, and for what
   * cannot be read as a picture. Takes seconds for large pictures and holds up nobody else meanwhile.
   */
  make(original: Uint8Array, bounds: CopyBounds): Promise<DisplayCopy | null>;
}
