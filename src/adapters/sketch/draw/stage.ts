import type { Palette } from "./palette.js";
import type { PromptReading } from "./prompt-reading.js";
import type { Random } from "./random.js";

/** Where one picture is composed, in pixels from the upper left. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Upper edge of the label: what matters stays above it. */
  readonly floor: number;
  readonly horizon: number;
  readonly reading: PromptReading;
  readonly palette: Palette;
  readonly random: Random;
  /** A name no other part of this picture uses, for gradients. */
  freshId(): string;
}

/** A landscape, cut where the subjects stand. */
export interface Scenery {
  readonly back: string;
  readonly front: string;
  /** Where something at `x` stands. */
  groundY(x: number): number;
  /** Where something swims; unset where there is no water. */
  readonly waterY?: number;
}
