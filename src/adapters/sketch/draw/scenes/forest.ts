import { css, hex, lighten, mix } from "../colour.js";
import { fir, glow, n, type Ridge, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";
import { frontBank } from "./meadow.js";

/** Rows of trees fading into the air, two dark trunks as a frame. */
export function drawForest(stage: Stage): Scenery {
  const { height, width, horizon, palette, random } = stage;
  const isBroadleaf = random.chance(0.3) && stage.reading.weather !== "snow";
  const rows = [0.02, 0.28, 0.52, 0.78].map((depth, index) => {
    const y = horizon + (height * 0.76 - horizon) * depth;
    const ridge = rollingRidge(stage, { y, swell: height * 0.016, length: width * 0.8 });
    const colour = palette.ground(depth);
    const tall = height * (0.2 + 0.07 * index);
    const trees = isBroadleaf ? crowns(stage, ridge, tall) : firs(stage, ridge, tall);
    const leaves = css(mix(treeColour(stage, depth), colour, 0.25));
    return `<path d="${trees}" fill="${leaves}"/>${sheet(stage, ridge.outline, colour)}${mist(stage, y)}`;
  });
  const near = rollingRidge(stage, { y: height * 0.78, swell: height * 0.018, length: width });
  const ground = palette.ground(1);
  return {
    back: rows.join("") + sheet(stage, near.outline, ground),
    front: frontBank(stage).drawing + ferns(stage) + frame(stage),
    groundY: (x) => near.heightAt(x) + height * 0.06,
  };
}

/** Trees stay green, or whatever their season, when the ground is white. */
function treeColour(stage: Stage, depth: number) {
  const { palette, reading } = stage;
  const ground = palette.ground(depth);
  if (reading.weather !== "snow") return lighten(ground, -0.04);
  return mix(palette.lit(hex("#355e63")), palette.sky.at(-1) ?? ground, 0.62 * (1 - depth));
}

function firs(stage: Stage, ridge: Ridge, tall: number): string {
  const { random, width } = stage;
  const spacing = tall * 0.27;
  return scatter(width / spacing + 2, (index) => {
    const x = (index - 0.5 + random.between(-0.35, 0.35)) * spacing;
    return fir(random, {
      x,
      y: ridge.heightAt(x) + tall * 0.06,
      tall: tall * random.between(0.55, 1.12),
    });
  });
}

function crowns(stage: Stage, ridge: Ridge, tall: number): string {
  const { random, width } = stage;
  const spacing = tall * 0.4;
  return scatter(width / spacing + 2, (index) => {
    const x = (index - 0.5 + random.between(-0.3, 0.3)) * spacing;
    const y = ridge.heightAt(x);
    const top = tall * random.between(0.6, 1);
    const r = tall * random.between(0.2, 0.28);
    const stem = tall * 0.022;
    const lobes = [
      [0, 0, 1],
      [-0.62, 0.42, 0.72],
      [0.62, 0.38, 0.76],
    ].map(([dx = 0, dy = 0, scale = 1]) => {
      const radius = r * scale;
      const cx = x + dx * r;
      const cy = y - top + r + dy * r;
      return `M${n(cx - radius)} ${n(cy)}a${n(radius)} ${n(radius)} 0 1 0 ${n(2 * radius)} 0a${n(radius)} ${n(radius)} 0 1 0 ${n(-2 * radius)} 0Z`;
    });
    return `M${n(x - stem)} ${n(y + 6)}V${n(y - top + r)}H${n(x + stem)}V${n(y + 6)}Z${lobes.join("")}`;
  });
}

function mist(stage: Stage, y: number): string {
  const { width, palette } = stage;
  const colour = palette.sky.at(-1) ?? palette.glow;
  return glow(stage, {
    x: width * stage.random.between(0.2, 0.8),
    y,
    radius: width * 0.4,
    colour,
    opacity: 0.16,
  });
}

function ferns(stage: Stage): string {
  const { random, width, height, palette } = stage;
  const colour = css(mix(lighten(palette.ground(1), -0.1), palette.ink, 0.2));
  const blades = scatter(width / 60, () => {
    const x = width * random.next();
    const y = height * random.between(0.9, 0.95);
    return scatter(5, (blade) => {
      const lean = (blade - 2) * height * 0.012 * random.between(0.8, 1.2);
      const tall = height * random.between(0.02, 0.045);
      return `M${n(x)} ${n(y)}q${n(lean * 0.2)} ${n(-tall)} ${n(lean)} ${n(-tall * 0.9)}`;
    });
  });
  return `<path d="${blades}" fill="none" stroke="${colour}" stroke-width="${n(height * 0.0035)}" stroke-linecap="round"/>`;
}

/** A large fir on one side or both, cut by the picture's edge. */
function frame(stage: Stage): string {
  const { random, width, height } = stage;
  const colour = lighten(treeColour(stage, 1), -0.09);
  return [-1, 1]
    .map((side) => {
      if (random.chance(0.35)) return "";
      const tall = height * random.between(0.75, 1.1);
      const out = random.between(-0.01, 0.07) * width;
      const x = side < 0 ? -out : width + out;
      const tree = fir(random, { x, y: height * 1.01, tall, tiers: 8 });
      return sheet(stage, tree, colour);
    })
    .join("");
}
