import { type Credits, parseCredits } from "../credits.js";

/** Credits for sale at one price. */
export interface Pack {
  readonly id: string;
  readonly credits: Credits;
  /** In the smallest unit of the currency: cents. */
  readonly priceMinor: number;
  readonly currency: "usd";
}

/** Changes with any change of a price below. Every checkout keeps the one it was opened under. */
export const PRICE_VERSION = "2026-11";

/** Smallest first. A credit stands for about half a cent of a provider's price; the rest carries fees and taxes. */
export const PACKS: readonly Pack[] = [
  { id: "small", credits: parseCredits(200), priceMinor: 199, currency: "usd" },
  { id: "medium", credits: parseCredits(600), priceMinor: 499, currency: "usd" },
  { id: "large", credits: parseCredits(1_500), priceMinor: 999, currency: "usd" },
];
