declare const creditsBrand: unique symbol;

/** Whole credits, ≥ 0. Made only by `parseCredits`, so a float or a price in cents cannot slip in. */
export type Credits = number & { readonly [creditsBrand]: "Credits" };

/** @throws RangeError when `value` is not a whole number ≥ 0. */
export function parseCredits(value: number): Credits {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`not whole credits: ${value}`);
  return value as Credits;
}

/** Price of `count` units at `unit` credits each. */
export function timesCredits(unit: Credits, count: number): Credits {
  return parseCredits(unit * count);
}
