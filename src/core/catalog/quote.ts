import { type Credits, parseCredits, timesCredits } from "../credits.js";
import type { ImageModel, Resolution } from "./model.js";

/** What the price of a request goes by. */
export interface PricedOptions {
  readonly count: number;
  readonly resolution: string;
  /** Null for pictures. */
  readonly seconds: number | null;
  readonly inputCount: number;
}

export interface Quote {
  /** Of one picture or clip. */
  readonly unitCredits: Credits;
  /** The most the request can cost. What does not come is not charged. */
  readonly quotedCredits: Credits;
  /** The most a provider will ask of us for all of it, in millionths of a US dollar. */
  readonly costMicroUsd: number;
}

/** The price of a request, as the model's edition of the catalog has it. */
export function quote(model: ImageModel, options: PricedOptions): Quote {
  const resolution = findResolution(model, options.resolution);
  const seconds = options.seconds ?? 1;
  const { inputCount, count } = options;
  const unitCredits = parseCredits(
    resolution.credits * seconds + resolution.creditsPerInput * inputCount,
  );
  const unitMicroUsd =
    resolution.costMicroUsd * seconds + resolution.costPerInputMicroUsd * inputCount;
  return {
    unitCredits,
    quotedCredits: timesCredits(unitCredits, count),
    costMicroUsd: unitMicroUsd * count,
  };
}

/** The one named so; the usual one when the model no longer has it. */
export function findResolution(model: ImageModel, id: string): Resolution {
  return model.resolutions.find((resolution) => resolution.id === id) ?? model.resolutions[0];
}
