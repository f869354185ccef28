import { type Colour, css, hex, lighten, mix } from "./colour.js";
import { glow, n, scatter } from "./shapes.js";
import type { Scenery, Stage } from "./stage.js";
import { subjects } from "./subjects/registry.js";
import type { Paint, Subject } from "./subjects/subject.js";

/** One subject on its spot: `size` is the side of its field in pixels, (x, y) the middle of its lower edge. */
interface Placed {
  readonly subject: Subject;
  readonly paint: Paint;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly isMirrored: boolean;
  readonly isAloft: boolean;
}

/** Puts what the prompt names into the scenery, the farther ones first. */
export function drawSubjects(stage: Stage, scenery: Scenery): string {
  const placed = [...placeGroup(stage, scenery, "aloft"), ...placeGroup(stage, scenery, "below")];
  return placed.map((one) => drawPlaced(stage, scenery, one)).join("");
}

interface Figure {
  subject: Subject;
  colour: Colour;
}

function figuresOf(stage: Stage, group: "aloft" | "below", hasWater: boolean): Figure[] {
  return stage.reading.subjects.flatMap(({ kind, colour, count }) => {
    const subject = subjects[kind];
    const isAloft = subject.habitat === "sky" || (subject.habitat === "water" && !hasWater);
    if (isAloft !== (group === "aloft")) return [];
    return Array.from({ length: count }, () => ({
      subject,
      colour: hex(colour ?? subject.natural),
    }));
  });
}

function placeGroup(stage: Stage, scenery: Scenery, group: "aloft" | "below"): Placed[] {
  const { random, width, height, reading } = stage;
  const figures = figuresOf(stage, group, scenery.waterY !== undefined);
  const isAlone = figures.length === 1;
  const isShared = figures.length < reading.subjects.length;
  const inner = width * (figures.length > 1 ? 0.88 : 1);
  const slot = inner / figures.length;
  const alone = Math.min(height * 0.47, width * 0.62) * (isShared && group === "aloft" ? 0.7 : 1);
  const usual = isAlone ? alone : 0.86 * Math.min(alone, slot * 1.25);
  const start = random.chance(0.5) ? -1 : 1;

  const placed = figures.map(({ subject, colour }, index) => {
    const aside = isAlone ? start * random.between(0.01, 0.17) * width * (isShared ? 1.4 : 1) : 0;
    const isFlipped = isAlone ? aside > 0 : random.chance(0.5);
    const size = Math.min(
      usual * subject.size * (isAlone ? random.between(0.88, 1.1) : random.between(0.78, 1.05)),
      slot * 1.2,
      stage.floor * 0.66,
    );
    const x =
      (width - inner) / 2 +
      slot * (index + 0.5) +
      aside * (group === "aloft" ? -1 : 1) +
      (isAlone ? 0 : random.between(-0.1, 0.1) * slot);
    const isAloft = group === "aloft";
    const y = isAloft
      ? aloftY(stage, size, { isShared, isAlone })
      : belowY(stage, scenery, { subject, x, size });
    return { subject, paint: paintFor(stage, colour), x, y, size, isMirrored: isFlipped, isAloft };
  });
  return placed.sort((a, b) => a.y - b.y);
}

function aloftY(
  stage: Stage,
  size: number,
  group: { isShared: boolean; isAlone: boolean },
): number {
  const { random, horizon, floor } = stage;
  const swing = group.isAlone ? 0.04 : 0.16;
  const middle = group.isShared
    ? horizon * (0.43 + random.between(-swing, swing))
    : floor * (0.45 + random.between(-swing, swing));
  return Math.max(middle + size / 2, size * 1.06);
}

function belowY(
  stage: Stage,
  scenery: Scenery,
  one: { subject: Subject; x: number; size: number },
): number {
  const { subject, x, size } = one;
  const isAfloat = subject.habitat === "water" && scenery.waterY !== undefined;
  if (!isAfloat)
    return Math.min(
      scenery.groundY(x) + stage.random.between(0, 0.02) * stage.height,
      stage.floor - 4,
    );
  const surface = (scenery.waterY ?? 0) + stage.random.between(-0.02, 0.05) * stage.height;
  return subject.waterline === undefined || stage.reading.scene === "underwater"
    ? surface + size / 2
    : surface + (size * (200 - subject.waterline)) / 200;
}

function paintFor(stage: Stage, colour: Colour): Paint {
  const { palette } = stage;
  const base = palette.featured(colour);
  const accents = [palette.accent, ...["#f2b134", "#e4572e", "#2f8f9a", "#f6f0d8"].map(hex)];
  const accent = accents.find((candidate) => distance(candidate, colour) > 0.16) ?? palette.accent;
  return {
    base: css(base),
    shade: css(lighten(base, base.l > 0.85 ? -0.12 : -0.085)),
    light: css(lighten(base, 0.085)),
    ink: css(mix(palette.ink, hex("#2a2530"), 0.5)),
    white: css(palette.featured(hex("#fdf8ee"))),
    accent: css(palette.featured(accent)),
    shine:
      palette.isDark || stage.reading.daytime === "sunset"
        ? "#ffd98a"
        : css(palette.featured(hex("#bfe0ea"))),
  };
}

function distance(a: Colour, b: Colour): number {
  return Math.hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

function drawPlaced(stage: Stage, scenery: Scenery, one: Placed): string {
  const { size, x, y } = one;
  const scale = size / 200;
  const isAfloat =
    one.subject.waterline !== undefined && !one.isAloft && stage.reading.scene === "sea";
  const flip = one.isMirrored ? `translate(200 0) scale(-1 1)` : "";
  const drawing = `<g transform="translate(${n(x - size / 2)} ${n(y - size)}) scale(${scale.toFixed(4)}) ${flip}">${one.subject.draw(one.paint)}</g>`;
  const air = stage.palette.sky.at(-1) ?? stage.palette.glow;
  const lift = glow(stage, {
    x,
    y: y - size / 2,
    radius: size * 0.85,
    colour: air,
    opacity: stage.palette.isDark ? 0.3 : 0.26,
  });
  if (isAfloat) return lift + afloat(stage, one, drawing);
  if (one.isAloft || one.subject.habitat === "water") return lift + drawing;
  return (
    lift + shadow(stage, one) + drawing + (scenery.waterY === undefined ? foothold(stage, one) : "")
  );
}

function shadow(stage: Stage, { x, y, size }: Placed): string {
  const ink = css(lighten(stage.palette.ink, -0.05));
  // Snow is heaped before the feet and hides most of it.
  const reaches = stage.reading.weather === "snow" ? [0.36] : [0.5, 0.4];
  return reaches
    .map(
      (reach) =>
        `<ellipse cx="${n(x + size * 0.04)}" cy="${n(y - size * 0.004)}" rx="${n(size * reach)}" ry="${n(size * reach * 0.11)}" fill="${ink}" fill-opacity=".15"/>`,
    )
    .join("");
}

/** Snow heaped before the feet, or blades of grass. */
function foothold(stage: Stage, { x, y, size }: Placed): string {
  const { palette, random, reading } = stage;
  const ground = palette.ground(1);
  if (reading.weather === "snow" || reading.scene === "snowfield") {
    const heap = `M${n(x - size * 0.5)} ${n(y + size * 0.05)}C${n(x - size * 0.38)} ${n(y - size * 0.05)} ${n(x - size * 0.12)} ${n(y - size * 0.035)} ${n(x)} ${n(y - size * 0.025)}S${n(x + size * 0.36)} ${n(y - size * 0.06)} ${n(x + size * 0.52)} ${n(y + size * 0.05)}Z`;
    return `<path d="${heap}" fill="${css(lighten(ground, 0.015))}"/>`;
  }
  if (reading.scene !== "meadow" && reading.scene !== "forest" && reading.scene !== "mountains")
    return "";
  const blades = scatter(26, () => {
    const foot = x + size * random.between(-0.42, 0.42);
    const lean = size * random.between(-0.025, 0.025);
    return `M${n(foot)} ${n(y + size * 0.025)}q${n(lean * 0.2)} ${n(-size * 0.04)} ${n(lean)} ${n(-size * random.between(0.05, 0.085))}`;
  });
  return `<path d="${blades}" fill="none" stroke="${css(lighten(ground, -0.05))}" stroke-width="${n(size * 0.009)}" stroke-linecap="round"/>`;
}

/** What is below the surface is cut away along a wavy line; a faint reflection and ripples lie on the water. */
function afloat(stage: Stage, { subject, x, y, size }: Placed, drawing: string): string {
  const { palette, random, height } = stage;
  const id = stage.freshId();
  const surface = y - (size * (200 - (subject.waterline ?? 200))) / 200;
  const waves = scatter(
    12,
    (index) => `q${n(-size * 0.05)} ${n(size * (index % 2 ? 0.022 : -0.022))} ${n(-size * 0.1)} 0`,
  );
  const above = `M${n(x - size * 0.6)} -50H${n(x + size * 0.6)}V${n(surface)}${waves}Z`;
  const squeeze = 0.45;
  const ripples = scatter(14, () => {
    const long = size * random.between(0.1, 0.36);
    const middle = x + size * random.between(-0.5, 0.5);
    return `M${n(middle - long / 2)} ${n(surface + size * random.between(0.015, 0.2))}h${n(long)}`;
  });
  return (
    `<clipPath id="${id}"><path d="${above}"/></clipPath>` +
    `<g opacity=".24" transform="translate(0 ${n(surface * (1 + squeeze))}) scale(1 -${squeeze})"><g clip-path="url(#${id})">${drawing}</g></g>` +
    `<g clip-path="url(#${id})">${drawing}</g>` +
    `<path d="${ripples}" stroke="${css(palette.paper)}" stroke-opacity=".5" stroke-width="${n(height / 330)}" stroke-linecap="round"/>`
  );
}
