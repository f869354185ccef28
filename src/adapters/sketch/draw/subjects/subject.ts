import type { Scene } from "../vocabulary.js";

/** The papers a subject is cut from, as `#rrggbb` in the picture's light. */
export interface Paint {
  readonly base: string;
  readonly shade: string;
  readonly light: string;
  readonly ink: string;
  readonly white: string;
  readonly accent: string;
  /** What shines at night: windows, lamps, eyes. */
  readonly shine: string;
}

/** A thing the sketch can draw. */
export interface Subject {
  /** `#rrggbb` when the prompt names no colour. */
  readonly natural: string;
  /** Where it may be met when the prompt names no place. */
  readonly homes: readonly [Scene, ...Scene[]];
  readonly habitat: "ground" | "sky" | "water";
  /** The y of the water's surface on what swims at it; unset for the rest. */
  readonly waterline?: number;
  /** Its height against other subjects; 1 is a sitting fox. */
  readonly size: number;
  /** In a field of 200 × 200, centred on x = 100, standing on y = 200, looking right. */
  draw(paint: Paint): string;
}
