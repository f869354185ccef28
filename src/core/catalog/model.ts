import type { Credits } from "../credits.js";

/** Lanes are separate lines, so that quick models never wait behind slow ones. */
export const LANES = ["quick", "standard"] as const;
export type Lane = (typeof LANES)[number];

/** One model of the catalog. Data only. */
export interface ImageModel {
  /** Stable id, stored with every generation. */
  readonly id: string;
  readonly name: string;
  /** Price of one picture. */
  readonly unitCredits: Credits;
  /** What one picture costs us at a hosted provider, in millionths of a US dollar. */
  readonly providerCostMicroUsd: number;
  readonly aspectRatios: readonly string[];
  readonly defaultAspectRatio: string;
  /** Most pictures in one request. */
  readonly maxCount: number;
  readonly lane: Lane;
  /** Used for the first estimate, until there are runs of our own to go by. */
  readonly typicalSeconds: number;
  readonly licence: string;
}
