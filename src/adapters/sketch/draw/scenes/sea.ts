import { css, hex, lighten, mix } from "../colour.js";
import { n, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";
import { subjects } from "../subjects/registry.js";

/** Water to the horizon in sheets of waves, far islands, a beach before it. */
export function drawSea(stage: Stage): Scenery {
  const { height, width, horizon, palette, random, reading } = stage;
  const top = horizon + height * 0.03;
  const isShore = reading.subjects.some(({ kind }) => subjects[kind].habitat === "ground");
  const waves = [0, 0.2, 0.42, 0.66].map((share, index) => {
    const y = top + (height * 0.84 - top) * share;
    const swell = height * (0.0015 + 0.0042 * index);
    const ridge = rollingRidge(stage, { y, swell, length: width * (0.16 + 0.09 * index) });
    const colour = mix(
      palette.ground(share + 0.2),
      palette.sky.at(-1) ?? palette.glow,
      0.25 * (1 - share),
    );
    const crest = `<path d="${ridge.outline}" fill="none" stroke="${css(palette.paper)}" stroke-opacity="${(0.12 + 0.1 * index).toFixed(2)}" stroke-width="${n(height / 330)}"/>`;
    return sheet(stage, ridge.outline, colour) + crest;
  });
  const sand = palette.lit(
    hex(reading.weather === "snow" ? "#f2f4f6" : random.pick(["#e9cf9d", "#e6bf94", "#f0dfba"])),
  );
  const shoreY = height * (isShore ? 0.8 : 0.89);
  const shore = rollingRidge(stage, { y: shoreY, swell: height * 0.018, length: width * 1.3 });
  const foam = `<path d="${shore.outline}" fill="${css(palette.paper)}" fill-opacity=".7" transform="translate(0 ${n(-height / 90)})"/>`;
  const wet = `<path d="${shore.outline}" fill="${css(lighten(sand, -0.09))}" transform="translate(0 ${n(-height / 240)})"/>`;
  return {
    back:
      islands(stage, top) +
      waves.join("") +
      glitter(stage, top) +
      foam +
      wet +
      sheet(stage, shore.outline, sand) +
      pebbles(stage, shoreY),
    front: "",
    groundY: (x) => shore.heightAt(x) + height * 0.06,
    waterY: top + (height * 0.84 - top) * 0.5,
  };
}

function islands(stage: Stage, y: number): string {
  const { random, width, height, palette } = stage;
  return scatter(random.between(1, 3.4), (index) => {
    const wide = width * random.between(0.16, 0.42);
    const x = width * random.between(-0.08, 0.85);
    const tall = height * random.between(0.025, 0.085);
    const peak = random.between(0.3, 0.7);
    const path = `M${n(x)} ${n(y + 4)}C${n(x + wide * peak * 0.5)} ${n(y)} ${n(x + wide * peak * 0.8)} ${n(y - tall)} ${n(x + wide * peak)} ${n(y - tall)}S${n(x + wide * 0.8)} ${n(y)} ${n(x + wide)} ${n(y + 4)}Z`;
    const colour = mix(
      palette.sky.at(-1) ?? palette.glow,
      mix(palette.ground(1), palette.ink, 0.15),
      0.32 + 0.14 * index,
    );
    return `<path d="${path}" fill="${css(colour)}"/>`;
  });
}

/** Broken light on the water, densest under the sky's glow. */
function glitter(stage: Stage, top: number): string {
  const { random, width, height, palette } = stage;
  const bottom = height * 0.8;
  const lines = scatter(70, () => {
    const share = random.next() ** 1.6;
    const long = width * (0.008 + 0.05 * share) * random.between(0.5, 1.4);
    const middle = width * (0.5 + random.between(-0.46, 0.46));
    return `M${n(middle - long / 2)} ${n(top + 6 + (bottom - top) * share)}h${n(long)}`;
  });
  return `<path d="${lines}" stroke="${css(palette.glow)}" stroke-opacity=".5" stroke-width="${n(height / 400)}" stroke-linecap="round"/>`;
}

function pebbles(stage: Stage, y: number): string {
  const { random, width, height, palette } = stage;
  return scatter(16, () => {
    const size = height * random.between(0.003, 0.008);
    const cy = y + height * 0.12 * random.between(0.3, 1);
    return `<ellipse cx="${n(width * random.next())}" cy="${n(cy)}" rx="${n(size * 1.6)}" ry="${n(size)}" fill="${css(palette.ink)}" fill-opacity=".16"/>`;
  });
}
