import type { InputPart } from "./input.js";
import type { UnitPrice } from "./price.js";

/** An address a request can be sent to, and what it takes. */
export interface FalEndpoint {
  readonly path: string;
  readonly parts: readonly InputPart[];
  readonly unitMicroUsd: UnitPrice;
  /** Set when it takes nothing but PNG. */
  readonly isPngOnly?: boolean;
  /** Fewer steps than these it refuses. */
  readonly minSteps?: number;
}

/** One of our models as FAL serves it: one address from words alone, another one from pictures. */
export interface FalModel {
  readonly fromWords?: FalEndpoint;
  readonly fromPictures?: FalEndpoint;
}
