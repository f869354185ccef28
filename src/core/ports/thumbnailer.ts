/** One picture of a sheet. */
export interface SheetTile {
  /** As `shrink` made it; null for what shows no still picture. */
  readonly thumbnail: Uint8Array | null;
  /** What stands on it, to pick it by. */
  readonly number: number;
  readonly isClip: boolean;
  readonly isFavourite: boolean;
}

/** Small pictures of what is stored with us. */
export interface Thumbnailer {
  /**
   * A WebP of 320 pixels on its shorter side, at most 640 on the other, without metadata; of what moves, the first frame.
   * Null for what cannot be shown as a still picture, as a video.
   */
  shrink(bytes: Uint8Array): Promise<Uint8Array | null>;
  /** Up to twelve of them as one JPEG, three in a row, each with its number. */
  drawSheet(tiles: readonly SheetTile[]): Promise<Uint8Array>;
}
