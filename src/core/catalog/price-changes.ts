import type { ImageModel } from "./model.js";

/** New prices from a moment on. What was quoted before keeps its price. */
export interface PriceChange {
  /** One more than the edition before it. */
  readonly version: number;
  readonly startsAt: Date;
  /** By model id: all its resolutions, as they are from then on. */
  readonly prices: Readonly<Record<string, ImageModel["resolutions"]>>;
}

/**
 * Prices that change at a date, oldest first; `/models` tells of those to come. Never edit one that has begun: what was
 * quoted under it is on the books.
 */
export const PRICE_CHANGES: readonly PriceChange[] = [];
