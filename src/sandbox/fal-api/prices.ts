/** What a run is billed by. */
export interface Billed {
  /** Pictures or clips. */
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly given: readonly { readonly width: number; readonly height: number }[];
  readonly seconds: number;
  readonly resolution: string | null;
}

/** In millionths of a US dollar, for all of a run. */
export type Price = (billed: Billed) => number;

export function perPicture(microUsd: number): Price {
  return ({ count }) => count * microUsd;
}

/** `first` when the first megapixel of a picture has a price of its own. */
export function perMegapixel(price: { first?: number; made: number; given?: number }): Price {
  const { first = price.made, made, given = 0 } = price;
  return ({ count, given: inputs, ...size }) => {
    const more = (begunMegapixels(size) - 1) * made;
    const inputMegapixels = inputs.reduce((sum, input) => sum + begunMegapixels(input), 0);
    return count * (first + more + inputMegapixels * given);
  };
}

/** By resolution; `usual` where there is no choice. */
export function perSecond(prices: Readonly<Record<string, number>>): Price {
  return ({ count, seconds, resolution }) => count * seconds * (prices[resolution ?? "usual"] ?? 0);
}

function begunMegapixels({ width, height }: { width: number; height: number }): number {
  return Math.ceil((width * height) / 2 ** 20);
}
