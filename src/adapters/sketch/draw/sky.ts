import { css, hex, mix } from "./colour.js";
import { stops } from "./palette.js";
import { glow, n, scatter } from "./shapes.js";
import type { Stage } from "./stage.js";

/** Everything behind the land: air, stars, sun or moon, clouds. */
export function drawSky(stage: Stage): string {
  const { reading, palette } = stage;
  const { extras } = reading;
  const id = stage.freshId();
  const bottom = reading.scene === "space" ? stage.height : stage.horizon + stage.height * 0.08;
  const air =
    `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="${n(bottom)}">` +
    `${stops(palette.sky)}</linearGradient><rect width="100%" height="100%" fill="url(#${id})"/>`;
  const isStarry = (palette.isDark && reading.weather !== "storm") || extras.has("stars");
  const isClear = !["rain", "storm", "fog"].includes(reading.weather);
  const isCloudy = extras.has("clouds") || (reading.scene !== "space" && !isStarry);
  return [
    air,
    isStarry ? drawStars(stage) : "",
    extras.has("aurora") ? drawAurora(stage) : "",
    isClear || extras.has("moon") || extras.has("sun") ? drawSunOrMoon(stage) : "",
    extras.has("rainbow") ? drawRainbow(stage) : "",
    isCloudy ? drawClouds(stage) : "",
  ].join("");
}

export function drawStars(stage: Stage): string {
  const { random, width, horizon, reading } = stage;
  const depth = reading.scene === "space" ? stage.height : horizon;
  const small = scatter(150, () => {
    const y = depth * random.next() ** 1.3;
    const radius = random.between(0.6, 1.9);
    return `<circle cx="${n(width * random.next())}" cy="${n(y)}" r="${n(radius)}" fill="#fffbe8" fill-opacity="${random.between(0.35, 0.95).toFixed(2)}"/>`;
  });
  const bright = scatter(9, () => {
    const x = n(width * random.next());
    const y = n(depth * 0.8 * random.next());
    const reach = random.between(5, 11);
    const waist = reach * 0.13;
    const path = `M0 ${n(-reach)}L${n(waist)} ${n(-waist)}L${n(reach)} 0L${n(waist)} ${n(waist)}L0 ${n(reach)}L${n(-waist)} ${n(waist)}L${n(-reach)} 0L${n(-waist)} ${n(-waist)}Z`;
    return `<path transform="translate(${x} ${y})" d="${path}" fill="#fffdf2"/>`;
  });
  return small + bright;
}

export function drawSunOrMoon(stage: Stage): string {
  const { reading, random, palette, width, horizon } = stage;
  const { daytime, scene, extras } = reading;
  if (scene === "space" && !extras.has("moon") && !extras.has("sun")) return "";
  const isMoon = (palette.isDark && !extras.has("sun")) || extras.has("moon");
  const isLow = daytime === "sunset" || daytime === "dawn";
  const radius =
    Math.min(width, stage.height) * random.between(0.046, 0.06) * (isLow || extras.size ? 1.7 : 1);
  const x = width * (random.chance(0.5) ? random.between(0.14, 0.34) : random.between(0.66, 0.86));
  const y =
    isLow && !isMoon
      ? horizon - radius * random.between(0.3, 1.1)
      : horizon * random.between(0.2, 0.36) + radius * 0.4;
  const colour = palette.glow;
  const halo =
    glow(stage, { x, y, radius: radius * 5.5, colour, opacity: isMoon ? 0.34 : 0.62 }) +
    glow(stage, { x, y, radius: radius * 1.9, colour, opacity: 0.4 });
  if (!isMoon) {
    return `${halo}<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${css(mix(colour, hex("#ffffff"), 0.25))}"/>`;
  }
  const isCrescent = random.chance(0.5) && !reading.hasFullMoon;
  return (
    halo + (isCrescent ? crescent(stage, { x, y, radius }) : fullMoon(stage, { x, y, radius }))
  );
}

function fullMoon(stage: Stage, at: { x: number; y: number; radius: number }): string {
  const { random, palette } = stage;
  const seas = scatter(6, () => {
    const angle = random.between(0, 6.28);
    const out = at.radius * random.between(0.1, 0.62);
    const cx = n(at.x + out * Math.cos(angle));
    const cy = n(at.y + out * Math.sin(angle));
    return `<circle cx="${cx}" cy="${cy}" r="${n(at.radius * random.between(0.08, 0.24))}" fill="${css(palette.sky[1] ?? palette.ink)}" fill-opacity=".16"/>`;
  });
  return `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="${n(at.radius)}" fill="${css(palette.glow)}"/>${seas}`;
}

function crescent(stage: Stage, at: { x: number; y: number; radius: number }): string {
  const r = at.radius;
  const path = `M0 ${n(-r)}A${n(r)} ${n(r)} 0 1 0 ${n(r * 0.94)} ${n(r * 0.34)}A${n(r * 0.82)} ${n(r * 0.82)} 0 1 1 0 ${n(-r)}Z`;
  return `<path transform="translate(${n(at.x)} ${n(at.y)})" d="${path}" fill="${css(stage.palette.glow)}"/>`;
}

export function drawClouds(stage: Stage): string {
  const { random, palette, width, horizon, reading } = stage;
  const isHeavy = reading.weather === "storm" || reading.weather === "rain";
  const base = palette.sky.at(-1) ?? palette.paper;
  const colour = css(
    isHeavy ? mix(base, palette.sky[0] ?? base, 0.6) : mix(base, palette.paper, 0.55),
  );
  const count = isHeavy ? 8 : random.between(3, 6);
  return scatter(count, (index) => {
    const size = width * random.between(0.14, 0.3) * (isHeavy ? 1.5 : 1);
    const x = width * ((index + random.between(0, 0.8)) / count) - size / 2;
    const y = horizon * (isHeavy ? random.between(0.05, 0.35) : random.between(0.12, 0.72));
    const opacity = (isHeavy ? 0.75 : random.between(0.4, 0.85)).toFixed(2);
    return `<path transform="translate(${n(x)} ${n(y)})" d="${cloud(stage, size)}" fill="${colour}" fill-opacity="${opacity}"/>`;
  });
}

/** Flat below, three to five bumps above. */
function cloud(stage: Stage, wide: number): string {
  const { random } = stage;
  const bumps = Math.round(random.between(3, 5));
  const shares = Array.from({ length: bumps }, (_, index) => {
    const middle = 1 - Math.abs((index + 0.5) / bumps - 0.5);
    return middle * random.between(0.8, 1.3);
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  const arcs = shares.map((share) => {
    const span = (share / total) * wide;
    return `a${n(span * 0.52)} ${n(span * random.between(0.42, 0.56))} 0 0 1 ${n(span)} 0`;
  });
  const foot = wide * 0.055;
  return `M0 0${arcs.join("")}a${n(foot)} ${n(foot)} 0 0 1 0 ${n(2 * foot)}H0a${n(foot)} ${n(foot)} 0 0 1 0 ${n(-2 * foot)}Z`;
}

export function drawRainbow(stage: Stage): string {
  const { width, horizon } = stage;
  const colours = ["#e4533f", "#f29a45", "#f5d65a", "#6fb96f", "#4f8fd0", "#7c62b8"];
  const outer = width * 0.46;
  const band = width * 0.016;
  const rings = colours.map((colour, index) => {
    const r = n(outer - index * band);
    return `<circle cx="${n(width / 2)}" cy="${n(horizon * 1.12)}" r="${r}" fill="none" stroke="${colour}" stroke-width="${n(band + 0.5)}"/>`;
  });
  return `<g opacity=".55">${rings.join("")}</g>`;
}

/** Curtains of narrow rays, bright along their lower edge. */
export function drawAurora(stage: Stage): string {
  const { random, width, horizon } = stage;
  return ["#6ff5b5", "#4fd8d0", "#b07af5"]
    .map((colour) => {
      const id = stage.freshId();
      const base = horizon * random.between(0.42, 0.78);
      const phase = random.between(0, 6.28);
      const rays = 84;
      const curtain = scatter(rays, (ray) => {
        const sway = Math.sin(ray / 11 + phase) + 0.4 * Math.sin(ray / 4.3 + phase * 2);
        const foot = base + horizon * 0.11 * sway;
        const tall = horizon * (0.34 + 0.1 * Math.sin(ray / 6 + phase)) * random.between(0.8, 1.15);
        const wide = width / rays;
        return `<rect x="${n(ray * wide)}" y="${n(foot - tall)}" width="${n(wide + 1)}" height="${n(tall)}" fill="url(#${id})" fill-opacity="${random.between(0.45, 1).toFixed(2)}"/>`;
      });
      return (
        `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${colour}" stop-opacity="0"/>` +
        `<stop offset=".86" stop-color="${colour}" stop-opacity=".46"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></linearGradient>${curtain}`
      );
    })
    .join("");
}
