import { type Colour, css, lighten, mix } from "../colour.js";
import { fir, glow, n, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";
import { frontBank } from "./meadow.js";

/** Faceted peaks with snow on them, fir slopes, a meadow before them; sometimes a lake. */
export function drawMountains(stage: Stage): Scenery {
  const { horizon, height, width, palette, random } = stage;
  const hasLake = random.chance(0.4);
  const ranges = [0, 0.22, 0.45].map((depth, index) => range(stage, { depth, index }));
  const slopes = [0.62, 0.8].map((depth, index) => {
    const y = horizon + height * (0.03 + 0.075 * index);
    const ridge = rollingRidge(stage, { y, swell: height * 0.022, length: width * 0.7 });
    const colour = palette.ground(depth);
    const firs = scatter(width / (20 + 16 * index), () => {
      const x = width * random.next();
      const tall = height * random.between(0.022, 0.05) * (1 + index * 0.7);
      return fir(random, { x, y: ridge.heightAt(x) + tall * 0.15, tall });
    });
    return `<path d="${firs}" fill="${css(lighten(colour, -0.05))}"/>${sheet(stage, ridge.outline, colour)}`;
  });
  const near = rollingRidge(stage, { y: height * 0.79, swell: height * 0.02, length: width * 1.1 });
  const lake = hasLake ? drawLake(stage, horizon + height * 0.125) : "";
  return {
    back:
      ranges.join("") +
      glow(stage, {
        x: width / 2,
        y: horizon + height * 0.06,
        radius: width * 0.6,
        colour: palette.sky.at(-1) ?? palette.glow,
        opacity: 0.35,
      }) +
      slopes.join("") +
      lake +
      sheet(stage, near.outline, palette.ground(1)),
    front: frontBank(stage).drawing,
    groundY: (x) => near.heightAt(x) + height * 0.06,
  };
}

function range(stage: Stage, place: { depth: number; index: number }): string {
  const { width, height, horizon, random, palette } = stage;
  const colour = palette.ground(place.depth);
  const foot = horizon + height * 0.1;
  const tallest = (foot - stage.height * 0.06) * (0.86 - 0.2 * place.index);
  const count = Math.max(3, Math.round((width / height) * (3 + place.index)));
  const peaks = Array.from({ length: count }, (_, index) => ({
    x: width * ((index + random.between(0.15, 0.85)) / count),
    tall: tallest * random.between(0.5, 0.98),
  }));
  peaks.sort((a, b) => b.tall - a.tall);
  return peaks.map((peak) => drawPeak(stage, { ...peak, foot, colour })).join("");
}

function drawPeak(
  stage: Stage,
  peak: { x: number; tall: number; foot: number; colour: Colour },
): string {
  const { random, palette, height } = stage;
  const { x, tall, foot } = peak;
  const top = foot - tall;
  const left = tall * random.between(0.72, 1);
  const right = tall * random.between(0.72, 1);
  const lean = random.between(-0.12, 0.12) * tall;
  const crest = [0.22, 0.45, 0.7, 1].map((share, index) => {
    const swing = (index % 2 === 0 ? 1 : -1) * tall * random.between(0.02, 0.07);
    return `L${n(x + lean * share + swing)} ${n(top + tall * share)}`;
  });
  const lightSide = `M${n(x)} ${n(top)}L${n(x - left * 0.45)} ${n(top + tall * 0.5)}L${n(x - left)} ${n(foot)}H${n(x + lean)}`;
  const darkSide = `M${n(x)} ${n(top)}L${n(x + right * 0.52)} ${n(top + tall * 0.47)}L${n(x + right)} ${n(foot)}H${n(x + lean)}`;
  const back = [...crest].reverse().join("");
  const fade = `<path d="M${n(x - left)} ${n(foot)}L${n(x)} ${n(top)}L${n(x + right)} ${n(foot)}Z" fill="${css(palette.ink)}" fill-opacity=".07" transform="translate(${n(-height / 120)} ${n(-height / 160)})"/>`;
  const snow = mix(palette.paper, peak.colour, 0.12);
  return (
    fade +
    `<path d="${lightSide}${back}Z" fill="${css(lighten(peak.colour, 0.05))}"/>` +
    `<path d="${darkSide}${back}Z" fill="${css(lighten(peak.colour, -0.055))}"/>` +
    (tall > height * 0.2
      ? snowCap({ x, top, tall, left, right }, css(snow), css(mix(snow, peak.colour, 0.42)))
      : "")
  );
}

function snowCap(
  peak: { x: number; top: number; tall: number; left: number; right: number },
  light: string,
  dark: string,
): string {
  const { x, top, tall, left, right } = peak;
  const share = 0.27;
  const y = top + tall * share;
  const l = x - left * 0.45 * (share / 0.5);
  const r = x + right * 0.52 * (share / 0.47);
  const middle = x + tall * 0.02;
  const notch = tall * 0.075;
  return (
    `<path d="M${n(x)} ${n(top)}L${n(l)} ${n(y)}L${n(l + (middle - l) * 0.34)} ${n(y - notch * 0.5)}L${n(l + (middle - l) * 0.6)} ${n(y + notch)}L${n(middle)} ${n(y - notch * 0.4)}Z" fill="${light}"/>` +
    `<path d="M${n(x)} ${n(top)}L${n(r)} ${n(y)}L${n(r - (r - middle) * 0.3)} ${n(y - notch * 0.7)}L${n(r - (r - middle) * 0.58)} ${n(y + notch * 0.8)}L${n(middle)} ${n(y - notch * 0.4)}Z" fill="${dark}"/>`
  );
}

function drawLake(stage: Stage, top: number): string {
  const { width, height, palette, random } = stage;
  const colour = mix(palette.sky[1] ?? palette.glow, palette.ground(0.3), 0.3);
  const bottom = height * 0.82;
  const shimmer = scatter(26, () => {
    const long = width * random.between(0.02, 0.12);
    const y = top + (bottom - top) * random.between(0.05, 0.7);
    return `M${n(width * random.next())} ${n(y)}h${n(long)}`;
  });
  return (
    sheet(stage, `M-20 ${n(top)}H${width + 20}V${n(bottom)}H-20Z`, colour) +
    `<path d="${shimmer}" stroke="${css(palette.paper)}" stroke-opacity=".4" stroke-width="${n(height / 420)}" stroke-linecap="round"/>`
  );
}
