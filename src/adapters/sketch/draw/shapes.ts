import { type Colour, css, lighten } from "./colour.js";
import { stops } from "./palette.js";
import type { Random } from "./random.js";
import type { Stage } from "./stage.js";

/** A number as SVG text: a tenth of a pixel is finer than anyone sees. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A horizon line, and the paper below it. */
export interface Ridge {
  /** Closed path: the line, then down and around the picture's lower edge. */
  readonly outline: string;
  heightAt(x: number): number;
}

/** A rolling line of three waves. `swell` is half its height, `length` its longest wave, in pixels. */
export function rollingRidge(
  stage: Stage,
  shape: { y: number; swell: number; length: number },
): Ridge {
  const { random } = stage;
  const waves = [1, 0.43, 0.19].map((share) => ({
    reach: shape.swell * share * random.between(0.7, 1.2),
    pace: (2 * Math.PI) / (shape.length * (share + 0.12) * random.between(0.8, 1.2)),
    start: random.between(0, 2 * Math.PI),
  }));
  const heightAt = (x: number) =>
    waves.reduce((y, wave) => y + wave.reach * Math.sin(x * wave.pace + wave.start), shape.y);
  return { heightAt, outline: closeBelow(stage, heightAt) };
}

/** The paper below a line, as a closed path. */
export function closeBelow(stage: Stage, heightAt: (x: number) => number): string {
  const step = 10;
  let path = `M-20 ${stage.height + 20}`;
  for (let x = -20; x <= stage.width + 20; x += step) path += `L${x} ${n(heightAt(x))}`;
  return `${path}L${stage.width + 20} ${stage.height + 20}Z`;
}

/** One sheet of paper: a soft shadow on the sheet behind it, and light fading towards its foot. */
export function sheet(stage: Stage, outline: string, colour: Colour): string {
  const id = stage.freshId();
  const lift = stage.height / 260;
  const shadow = css(lighten(stage.palette.ink, -0.1));
  return [
    `<linearGradient id="${id}" x2="0" y2="1">${stops([lighten(colour, 0.035), lighten(colour, -0.07)])}</linearGradient>`,
    ...[3, 2, 1].map(
      (times) =>
        `<path d="${outline}" transform="translate(0 ${n(-lift * times)})" fill="${shadow}" fill-opacity=".05"/>`,
    ),
    `<path d="${outline}" fill="url(#${id})"/>`,
  ].join("");
}

/** A round glow that fades to nothing. */
export function glow(
  stage: Stage,
  at: { x: number; y: number; radius: number; colour: Colour; opacity: number },
): string {
  const id = stage.freshId();
  const colour = css(at.colour);
  return (
    `<radialGradient id="${id}"><stop stop-color="${colour}" stop-opacity="${at.opacity}"/>` +
    `<stop offset=".35" stop-color="${colour}" stop-opacity="${(at.opacity * 0.4).toFixed(3)}"/>` +
    `<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>` +
    `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="${n(at.radius)}" fill="url(#${id})"/>`
  );
}

/** `count` values of `make`, joined. */
export function scatter(count: number, make: (index: number) => string): string {
  return Array.from({ length: Math.max(0, Math.round(count)) }, (_, index) => make(index)).join("");
}

/** A fir of stacked tiers with its foot at (x, y). */
export function fir(
  random: Random,
  at: { x: number; y: number; tall: number; tiers?: number },
): string {
  const { tiers = 4 } = at;
  const half = at.tall * random.between(0.19, 0.25);
  const side = Array.from({ length: tiers }, (_, index) => {
    const reach = half * ((index + 1) / tiers) ** 0.85;
    const y = at.y - at.tall * (1 - (index + 1) / (tiers + 0.35));
    return [
      [reach, y],
      [reach * 0.5, y - at.tall * 0.012],
    ] as const;
  }).flat();
  const stem = at.tall * 0.025;
  const left = side.map(([reach, y]) => `L${n(at.x - reach)} ${n(y)}`).join("");
  const right = side
    .map(([reach, y]) => `L${n(at.x + reach)} ${n(y)}`)
    .reverse()
    .join("");
  const foot = `H${n(at.x - stem)}V${n(at.y + 4)}H${n(at.x + stem)}V${n(side.at(-1)?.[1] ?? at.y)}`;
  return `M${n(at.x)} ${n(at.y - at.tall)}${left}${foot}${right}Z`;
}
