import type { SketchCondition, SketchConditions } from "../adapters/sketch/sketch-provider.js";

/** Long enough to see that something happens, short enough not to wait for it. */
const USUAL_PACE_MS = 700;

/** The switches of the console: what becomes of the next picture. */
export interface ConditionSwitches extends SketchConditions {
  /** The next call to the image provider goes this way; those after it go well again. */
  setNext(condition: SketchCondition): void;
  upcoming(): SketchCondition;
  reset(): void;
}

export function createConditionSwitches(
  options: { paceMs?: () => number; pixels?: number } = {},
): ConditionSwitches {
  let upcoming: SketchCondition = "ok";
  return {
    paceMs: options.paceMs ?? (() => USUAL_PACE_MS),
    pixels: options.pixels,
    next() {
      const condition = upcoming;
      upcoming = "ok";
      return condition;
    },
    setNext(condition) {
      upcoming = condition;
    },
    upcoming: () => upcoming,
    reset() {
      upcoming = "ok";
    },
  };
}
