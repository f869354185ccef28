import { css, hex, lighten, mix } from "../colour.js";
import { n, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";

const coralColours = ["#ff7f6b", "#f4a259", "#e86a92", "#f2d16b", "#9a7fd6"] as const;

/** Blue depth with shafts of light, weed, coral and bubbles. It covers the sky. */
export function drawUnderwater(stage: Stage): Scenery {
  const { height, width, palette } = stage;
  const id = stage.freshId();
  const depths = [0, 0.36, 0.72].map((depth) => css(palette.groundNearby(depth)));
  const water =
    `<linearGradient id="${id}" x2="0" y2="1">${depths.map((colour, index) => `<stop offset="${index / 2}" stop-color="${colour}"/>`).join("")}</linearGradient>` +
    `<rect width="${width}" height="${height}" fill="url(#${id})"/>`;
  const far = rollingRidge(stage, { y: height * 0.7, swell: height * 0.04, length: width * 0.6 });
  const middle = rollingRidge(stage, {
    y: height * 0.8,
    swell: height * 0.03,
    length: width * 0.8,
  });
  const near = rollingRidge(stage, { y: height * 0.89, swell: height * 0.02, length: width });
  const sand = palette.lit(hex("#d9c9a0"));
  return {
    back:
      water +
      shafts(stage) +
      school(stage) +
      weed(stage, { y: height * 0.74, tall: 0.26, count: 9, depth: 0.55 }) +
      sheet(stage, far.outline, mix(sand, palette.groundNearby(0.5), 0.78)) +
      coral(stage, height * 0.79, 0.45) +
      sheet(stage, middle.outline, mix(sand, palette.groundNearby(0.6), 0.55)) +
      bubbles(stage),
    front:
      weed(stage, { y: height * 0.93, tall: 0.3, count: 5, depth: 0.95 }) +
      coral(stage, height * 0.9, 0) +
      sheet(stage, near.outline, mix(sand, palette.groundNearby(0.8), 0.4)),
    groundY: (x) => middle.heightAt(x) + height * 0.07,
    waterY: height * 0.5,
  };
}

function shafts(stage: Stage): string {
  const { random, width, height, palette } = stage;
  const id = stage.freshId();
  const colour = css(palette.paper);
  const rays = scatter(6, () => {
    const x = width * random.between(-0.05, 1);
    const wide = width * random.between(0.03, 0.09);
    const lean = width * random.between(0.05, 0.2);
    return `<path d="M${n(x)} -5H${n(x + wide)}L${n(x + wide * 2.2 - lean)} ${n(height * 0.8)}H${n(x - lean)}Z" fill="url(#${id})"/>`;
  });
  return `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${colour}" stop-opacity=".26"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></linearGradient>${rays}`;
}

function weed(
  stage: Stage,
  row: { y: number; tall: number; count: number; depth: number },
): string {
  const { random, width, height, palette } = stage;
  const colour = mix(palette.lit(hex("#2f8f6b")), palette.groundNearby(row.depth), 0.45);
  return scatter(row.count, () => {
    // Grows at the sides, so that the middle stays free for the subject.
    const x =
      width * (random.chance(0.5) ? random.between(-0.02, 0.26) : random.between(0.74, 1.02));
    const tall = height * row.tall * random.between(0.5, 1);
    const swing = tall * 0.13;
    const wide = tall * 0.07;
    const path = `M${n(x - wide)} ${n(row.y + 20)}c${n(-swing * 2)} ${n(-tall * 0.35)} ${n(swing * 2)} ${n(-tall * 0.55)} ${n(wide + swing * 0.4)} ${n(-tall)}c${n(swing)} ${n(tall * 0.42)} ${n(-swing * 1.4)} ${n(tall * 0.6)} ${n(wide)} ${n(tall)}Z`;
    return `<path d="${path}" fill="${css(lighten(colour, random.between(-0.05, 0.05)))}"/>`;
  });
}

function coral(stage: Stage, y: number, hazeShare: number): string {
  const { random, width, height, palette } = stage;
  return scatter(6, () => {
    const x = width * (random.chance(0.5) ? random.between(0, 0.34) : random.between(0.66, 1));
    const tall = height * random.between(0.08, 0.19);
    const colour = css(
      mix(palette.lit(hex(random.pick(coralColours))), palette.groundNearby(0.5), hazeShare),
    );
    const arms = scatter(5, (index) => {
      const lean = (index - 2) * tall * 0.3;
      return `M${n(x)} ${n(y + tall * 0.4)}Q${n(x + lean * 0.3)} ${n(y - tall * 0.2)} ${n(x + lean)} ${n(y - tall * (1 - Math.abs(index - 2) * 0.16))}`;
    });
    return `<path d="${arms}" fill="none" stroke="${colour}" stroke-width="${n(tall * 0.15)}" stroke-linecap="round"/>`;
  });
}

function school(stage: Stage): string {
  const { random, width, height, palette } = stage;
  const x = width * random.between(0.1, 0.6);
  const y = height * random.between(0.14, 0.3);
  const colour = css(mix(palette.groundNearby(1), palette.groundNearby(0.2), 0.5));
  const fishes = scatter(14, () => {
    const at = `translate(${n(x + width * random.between(0, 0.3))} ${n(y + height * random.between(0, 0.12))})`;
    return `<path transform="${at}" d="M0 0q8 -7 18 0l7 -5v10l-7 -5q-10 7 -18 0z" fill="${colour}"/>`;
  });
  return fishes;
}

function bubbles(stage: Stage): string {
  const { random, width, height } = stage;
  return scatter(34, () => {
    const radius = random.between(2, 8);
    const x = width * random.next();
    const y = height * random.between(0.05, 0.85);
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="#fff" fill-opacity=".12" stroke="#fff" stroke-opacity=".45" stroke-width="1.5"/>`;
  });
}
