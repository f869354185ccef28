import { css, hex, lighten, mix, turn } from "../colour.js";
import { glow, n, rollingRidge, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";

const planetColours = ["#e08a5a", "#5aa9b8", "#c96a8c", "#d9b56a", "#7f7fd0", "#6fb08a"] as const;

/** Nebulae, a ringed planet, small moons, and cratered ground to stand on. */
export function drawSpace(stage: Stage): Scenery {
  const { height, width, palette, random } = stage;
  const nebulae = scatter(5, () =>
    glow(stage, {
      x: width * random.next(),
      y: height * random.between(0, 0.75),
      radius: Math.max(width, height) * random.between(0.22, 0.45),
      colour: turn(
        hex(random.pick(["#7a3fb0", "#2f6fc0", "#c04a8c", "#2a9a9a"])),
        random.between(-20, 20),
      ),
      opacity: random.between(0.34, 0.6),
    }),
  );
  const side = random.chance(0.5) ? random.between(0.16, 0.3) : random.between(0.7, 0.84);
  const size = Math.min(width, height);
  const large = planet(stage, {
    x: width * side,
    y: height * random.between(0.2, 0.32),
    radius: size * random.between(0.12, 0.17),
    isRinged: true,
  });
  const small = scatter(2, () =>
    planet(stage, {
      x: width * random.next(),
      y: height * random.between(0.06, 0.5),
      radius: size * random.between(0.014, 0.034),
      isRinged: false,
    }),
  );
  const near = rollingRidge(stage, { y: height * 0.8, swell: height * 0.02, length: width * 1.2 });
  const far = rollingRidge(stage, {
    y: height * 0.755,
    swell: height * 0.028,
    length: width * 0.6,
  });
  const ground = mix(palette.ground(0.1), palette.paper, 0.12);
  return {
    back:
      nebulae +
      small +
      large +
      sheet(stage, far.outline, lighten(ground, -0.12)) +
      sheet(stage, near.outline, ground) +
      craters(stage, css(lighten(ground, -0.1))),
    front: "",
    groundY: (x) => near.heightAt(x) + height * 0.06,
  };
}

interface Planet {
  x: number;
  y: number;
  radius: number;
  isRinged: boolean;
}

function planet(stage: Stage, { x, y, radius, isRinged }: Planet): string {
  const { random, palette } = stage;
  const colour = turn(hex(random.pick(planetColours)), random.between(-15, 15));
  const id = stage.freshId();
  const disc = `cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"`;
  const bands = scatter(isRinged ? 5 : 0, () => {
    const across = radius * random.between(-0.8, 0.8);
    const tone = css(lighten(colour, random.between(-0.08, 0.09)));
    return `<rect x="${n(x - radius)}" y="${n(y + across)}" width="${n(radius * 2)}" height="${n(radius * random.between(0.08, 0.24))}" fill="${tone}"/>`;
  });
  const tilt = n(random.between(-24, 24));
  const ring = css(mix(colour, palette.paper, 0.55));
  const halfRing = (sweep: 0 | 1) =>
    `<path transform="rotate(${tilt} ${n(x)} ${n(y)})" d="M${n(x - radius * 1.75)} ${n(y)}A${n(radius * 1.75)} ${n(radius * 0.42)} 0 0 ${sweep} ${n(x + radius * 1.75)} ${n(y)}" fill="none" stroke="${ring}" stroke-opacity=".85" stroke-width="${n(radius * 0.13)}"/>`;
  return (
    glow(stage, { x, y, radius: radius * 2.1, colour, opacity: 0.3 }) +
    (isRinged ? halfRing(1) : "") +
    `<clipPath id="${id}"><circle ${disc}/></clipPath><circle ${disc} fill="${css(colour)}"/>` +
    `<g clip-path="url(#${id})"><g transform="rotate(${tilt} ${n(x)} ${n(y)})">${bands}</g>` +
    `<circle cx="${n(x - radius * 0.35)}" cy="${n(y - radius * 0.3)}" r="${n(radius * 1.15)}" fill="none" stroke="#080418" stroke-opacity=".3" stroke-width="${n(radius * 0.7)}"/></g>` +
    (isRinged ? halfRing(0) : "")
  );
}

function craters(stage: Stage, colour: string): string {
  const { random, width, height } = stage;
  return scatter(14, () => {
    const size = width * random.between(0.012, 0.05);
    const y = height * random.between(0.85, 0.97);
    return `<ellipse cx="${n(width * random.next())}" cy="${n(y)}" rx="${n(size)}" ry="${n(size * 0.28)}" fill="${colour}" fill-opacity=".7"/>`;
  });
}
