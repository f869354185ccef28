import { css, hex, lighten } from "../colour.js";
import { n, type Ridge, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";
import { frontBank } from "./meadow.js";

/** Table mountains far off, dunes with a lit and a shaded face, cacti. */
export function drawDesert(stage: Stage): Scenery {
  const { height, width, horizon, palette, random } = stage;
  const dunes = [0.25, 0.5, 0.75, 1].map((depth, index) => {
    const y = horizon + (height * 0.78 - horizon) * (index / 3);
    const ridge = rollingRidge(stage, {
      y,
      swell: height * (0.055 - 0.01 * index),
      length: width * (0.75 + 0.15 * index),
    });
    return {
      ridge,
      drawing:
        sheet(stage, ridge.outline, palette.ground(depth)) + shadedFaces(stage, ridge, depth),
    };
  });
  const near = dunes.at(-1)?.ridge;
  const cacti = scatter(random.between(2, 5), () => {
    const x = width * random.next();
    const ridge = dunes[2]?.ridge;
    return cactus(stage, {
      x,
      y: (ridge?.heightAt(x) ?? horizon) + height * 0.02,
      tall: height * random.between(0.06, 0.13),
    });
  });
  return {
    back:
      mesas(stage) +
      dunes
        .slice(0, 3)
        .map(({ drawing }) => drawing)
        .join("") +
      cacti +
      (dunes[3]?.drawing ?? ""),
    front: frontBank(stage).drawing,
    groundY: (x) => (near?.heightAt(x) ?? horizon) + height * 0.06,
  };
}

function mesas(stage: Stage): string {
  const { random, width, height, horizon, palette } = stage;
  return scatter(random.between(2, 4.5), () => {
    const wide = width * random.between(0.1, 0.24);
    const x = width * random.between(-0.05, 0.95);
    const tall = height * random.between(0.07, 0.16);
    const foot = horizon + height * 0.06;
    const path = `M${n(x)} ${n(foot)}L${n(x + wide * 0.14)} ${n(foot - tall * 0.45)}L${n(x + wide * 0.2)} ${n(foot - tall)}H${n(x + wide * 0.78)}L${n(x + wide * 0.84)} ${n(foot - tall * 0.5)}L${n(x + wide)} ${n(foot)}Z`;
    const shade = `M${n(x + wide * 0.6)} ${n(foot)}L${n(x + wide * 0.58)} ${n(foot - tall)}H${n(x + wide * 0.78)}L${n(x + wide * 0.84)} ${n(foot - tall * 0.5)}L${n(x + wide)} ${n(foot)}Z`;
    const colour = palette.ground(0.22);
    return `<path d="${path}" fill="${css(colour)}"/><path d="${shade}" fill="${css(lighten(colour, -0.05))}"/>`;
  });
}

/** From each crest a curve runs down; what lies beyond it is turned away from the light. */
function shadedFaces(stage: Stage, ridge: Ridge, depth: number): string {
  const { width, height, palette, random } = stage;
  const colour = css(lighten(palette.ground(depth), -0.07));
  const step = 10;
  let faces = "";
  for (let x = step; x < width; x += step) {
    const y = ridge.heightAt(x);
    const isCrest = y < ridge.heightAt(x - step) && y <= ridge.heightAt(x + step);
    if (!isCrest) continue;
    const deep = height * random.between(0.16, 0.26);
    const swing = width * random.between(0.04, 0.1);
    let slope = "";
    for (let along = x; along <= x + width * 0.34; along += step)
      slope += `L${n(along)} ${n(ridge.heightAt(along))}`;
    faces += `M${n(x)} ${n(y)}${slope}Q${n(x + swing * 2.2)} ${n(y + deep * 0.75)} ${n(x + swing)} ${n(y + deep)}Q${n(x - swing * 0.8)} ${n(y + deep * 0.5)} ${n(x)} ${n(y)}Z`;
  }
  return `<path d="${faces}" fill="${colour}" fill-opacity=".8"/>`;
}

function cactus(stage: Stage, at: { x: number; y: number; tall: number }): string {
  const { tall } = at;
  const colour = css(stage.palette.lit(hex("#4f8a5b")));
  const arm = tall * 0.24;
  const path = `M0 0V${n(-tall)}M0 ${n(-tall * 0.35)}h${n(-arm)}v${n(-tall * 0.3)}M0 ${n(-tall * 0.5)}h${n(arm)}v${n(-tall * 0.28)}`;
  return `<path transform="translate(${n(at.x)} ${n(at.y)})" d="${path}" fill="none" stroke="${colour}" stroke-width="${n(tall * 0.15)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
