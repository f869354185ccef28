import { css, hex, lighten, mix } from "../colour.js";
import { fir, n, type Ridge, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";

/** Rolling hills with small trees, flowers before them. */
export function drawMeadow(stage: Stage): Scenery {
  const hills = rollingHills(stage, 4);
  const near = hills.at(-1)?.ridge;
  const front = frontBank(stage);
  return {
    back: hills
      .map(({ ridge, depth }, index) => {
        const colour = stage.palette.ground(depth);
        const trees = index < 3 ? treesAlong(stage, ridge, index) : "";
        return trees + sheet(stage, ridge.outline, colour);
      })
      .join(""),
    front: front.drawing + flowers(stage, front.ridge),
    groundY: (x) => (near ? near.heightAt(x) : stage.horizon) + stage.height * 0.06,
  };
}

/** The same hills under snow, with firs instead. */
export function drawSnowfield(stage: Stage): Scenery {
  const hills = rollingHills(stage, 4);
  const near = hills.at(-1)?.ridge;
  const front = frontBank(stage);
  return {
    back: hills
      .map(({ ridge, depth }, index) => {
        const firs = index < 3 ? snowyFirs(stage, ridge, index) : "";
        return firs + sheet(stage, ridge.outline, stage.palette.ground(depth));
      })
      .join(""),
    front: front.drawing,
    groundY: (x) => (near ? near.heightAt(x) : stage.horizon) + stage.height * 0.06,
  };
}

/** Sheets from far to near, each lower and larger than the one behind it. */
export function rollingHills(stage: Stage, count: number): { ridge: Ridge; depth: number }[] {
  const { horizon, height, width } = stage;
  return Array.from({ length: count }, (_, index) => {
    const depth = index / (count - 1);
    const y = horizon + (height * 0.78 - horizon) * depth ** 0.9;
    const ridge = rollingRidge(stage, {
      y,
      swell: height * (0.045 - 0.02 * depth),
      length: width * (0.6 + 0.5 * depth),
    });
    return { ridge, depth };
  });
}

/** The lowest sheet, before the subject's feet. */
export function frontBank(stage: Stage): { drawing: string; ridge: Ridge } {
  const { height, width, palette } = stage;
  const ridge = rollingRidge(stage, {
    y: height * 0.905,
    swell: height * 0.016,
    length: width * 0.9,
  });
  const colour = lighten(palette.ground(1), palette.ground(1).l > 0.8 ? 0.02 : -0.05);
  return { drawing: sheet(stage, ridge.outline, colour), ridge };
}

function treesAlong(stage: Stage, ridge: Ridge, index: number): string {
  const { random, palette, width, height } = stage;
  const colour = mix(palette.ground((index + 0.9) / 3), palette.ink, 0.16);
  const shade = css(lighten(colour, -0.05));
  const tall = height * (0.022 + 0.022 * index);
  const isRound = random.chance(0.55);
  return scatter(random.between(5, 12) - index * 2, () => {
    const x = width * random.next();
    const y = ridge.heightAt(x) + tall * 0.12;
    const size = tall * random.between(0.7, 1.35);
    if (!isRound)
      return `<path d="${fir(random, { x, y, tall: size * 1.5 })}" fill="${css(colour)}"/>`;
    return (
      `<path d="M${n(x)} ${n(y)}v${n(-size)}" stroke="${shade}" stroke-width="${n(size * 0.11)}"/>` +
      `<ellipse cx="${n(x)}" cy="${n(y - size)}" rx="${n(size * 0.42)}" ry="${n(size * 0.52)}" fill="${css(colour)}"/>` +
      `<path d="M${n(x)} ${n(y - size * 1.52)}a${n(size * 0.42)} ${n(size * 0.52)} 0 0 1 0 ${n(size * 1.04)}Z" fill="${shade}"/>`
    );
  });
}

function snowyFirs(stage: Stage, ridge: Ridge, index: number): string {
  const { random, palette, width, height } = stage;
  const colour = css(mix(palette.lit(hex("#3e6670")), palette.ground(0), 0.66 - 0.24 * index));
  const tall = height * (0.05 + 0.05 * index);
  return scatter(random.between(8, 14) - index * 3, () => {
    const x = width * random.next();
    const y = ridge.heightAt(x) + tall * 0.1;
    const size = tall * random.between(0.7, 1.4);
    const top = `M${n(x)} ${n(y - size)}l${n(size * 0.075)} ${n(size * 0.2)}l${n(-size * 0.07)} ${n(-size * 0.035)}l${n(-size * 0.085)} ${n(size * 0.05)}Z`;
    return `<path d="${fir(random, { x, y, tall: size })}" fill="${colour}"/><path d="${top}" fill="#fff" fill-opacity=".85"/>`;
  });
}

/** Grass blades and blossoms along the front bank. */
function flowers(stage: Stage, ridge: Ridge): string {
  const { random, palette, width, height } = stage;
  const colours = [palette.accent, palette.paper, palette.lit(hex("#f2c14e"))] as const;
  const blade = css(lighten(palette.ground(1), -0.1));
  return scatter(width / 22, () => {
    const x = width * random.next();
    const foot = ridge.heightAt(x) + height * random.between(0.005, 0.03);
    const tall = height * random.between(0.018, 0.05);
    const lean = random.between(-0.35, 0.35) * tall;
    const stem = `<path d="M${n(x)} ${n(foot)}q${n(lean * 0.2)} ${n(-tall * 0.6)} ${n(lean)} ${n(-tall)}" fill="none" stroke="${blade}" stroke-width="${n(height * 0.003)}" stroke-linecap="round"/>`;
    if (random.chance(0.45)) return stem;
    const petal = height * random.between(0.004, 0.0075);
    const at = `cx="${n(x + lean)}" cy="${n(foot - tall)}"`;
    return `${stem}<circle ${at} r="${n(petal)}" fill="${css(random.pick(colours))}"/><circle ${at} r="${n(petal * 0.4)}" fill="${blade}" fill-opacity=".6"/>`;
  });
}
