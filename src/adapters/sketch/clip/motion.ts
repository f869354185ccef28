import type { PictureSize } from "../draw/picture-size.js";
import type { Stage } from "../draw/stage.js";
import { drawWeather } from "../draw/weather.js";

/** How far along the loop a frame is, 0 ≤ t < 1; at 1 everything is where it began. */
export type Moment = number;

/** Pixels right and down, from where the layer lies at rest. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

/** There and back, gently at both ends. */
export function sway(moment: Moment): number {
  return Math.sin(2 * Math.PI * moment);
}

/** What moves through the air of a clip, as a tile that repeats downwards and sideways. */
export interface Air {
  readonly drawing: string;
  shift(moment: Moment, size: PictureSize): Shift;
}

/** The weather where there is some; else motes of light that rise. */
export function airOf(stage: Stage): Air {
  switch (stage.reading.weather) {
    case "snow":
      return {
        drawing: drawWeather(stage),
        shift: (moment, { width, height }) => ({
          x: sway(moment) * width * 0.012,
          y: moment * height,
        }),
      };
    case "rain":
    case "storm":
      return {
        drawing: drawWeather(stage),
        shift: (moment, { height }) => ({ x: 0, y: moment * height * 5 }),
      };
    case "fog":
      return {
        drawing: drawWeather(stage),
        shift: (moment, { width }) => ({ x: moment * width, y: 0 }),
      };
    case "clear":
      return {
        drawing: drawMotes(stage),
        shift: (moment, { width, height }) => ({
          x: sway(moment) * width * 0.02,
          y: -moment * height,
        }),
      };
  }
}

function drawMotes(stage: Stage): string {
  const { random, width, height, palette } = stage;
  const id = stage.freshId();
  const colour = palette.isDark ? "#ffe9a0" : "#fffaf0";
  const motes = Array.from({ length: 18 }, () => {
    const radius = Math.min(width, height) * random.between(0.008, 0.02);
    const at = `cx="${(width * random.next()).toFixed(0)}" cy="${(height * random.next()).toFixed(0)}"`;
    return `<circle ${at} r="${radius.toFixed(1)}" fill="url(#${id})"/>`;
  });
  return `<radialGradient id="${id}"><stop stop-color="${colour}" stop-opacity=".95"/><stop offset=".35" stop-color="${colour}" stop-opacity=".5"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>${motes.join("")}`;
}
