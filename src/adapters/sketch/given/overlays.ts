import type { OverlayOptions } from "sharp";
import { createStage, vignette, wrapSvg } from "../draw/compose.js";
import type { PictureSize } from "../draw/picture-size.js";
import { drawSubjects } from "../draw/placement.js";
import type { PromptReading } from "../draw/prompt-reading.js";
import type { Random } from "../draw/random.js";
import { drawAurora, drawClouds, drawRainbow, drawStars, drawSunOrMoon } from "../draw/sky.js";
import type { Stage } from "../draw/stage.js";
import { drawDistantWeather, drawFireflies, drawWeather } from "../draw/weather.js";
import type { Instruction } from "./instruction.js";

/** What an instruction lays over a picture: light first, then weather, then things that were to be added. */
export function overlaysFor(
  instruction: Instruction,
  size: PictureSize,
  random: Random,
): OverlayOptions[] {
  const stage = createStage({ ...size, floor: size.height }, readingFor(instruction), random);
  const upper = { ...stage, horizon: size.height * 0.42 };
  const layers: { drawing: string; blend: "over" | "multiply" | "screen" | "soft-light" }[] = [
    ...lights(instruction),
    { drawing: skyThings(instruction, upper), blend: "screen" },
    { drawing: instruction.extras.has("clouds") ? drawClouds(upper) : "", blend: "over" },
    { drawing: instruction.weather ? drawDistantWeather(stage) : "", blend: "over" },
    { drawing: addedThings(instruction, stage), blend: "over" },
    { drawing: fallingThings(instruction, stage) + vignette(stage), blend: "over" },
  ];
  return layers
    .filter(({ drawing }) => drawing !== "")
    .map(({ drawing, blend }) => ({ input: Buffer.from(wrapSvg(size, drawing)), blend }));
}

function readingFor({ daytime, weather, extras, added }: Instruction): PromptReading {
  return {
    daytime: daytime ?? "day",
    weather: weather ?? "clear",
    scene: "desert",
    style: null,
    subjects: added,
    extras,
    hasFullMoon: true,
    tint: null,
    isAbstract: false,
  };
}

function lights({ daytime, weather, style, mood }: Instruction) {
  const found: { drawing: string; blend: "multiply" | "screen" | "soft-light" }[] = [];
  const add = (blend: "multiply" | "screen" | "soft-light", stops: readonly string[]) =>
    found.push({ drawing: gradient(stops), blend });
  if (daytime === "night") add("multiply", ["#6670c4", "#b9bee8", "#a4abdc"]);
  if (daytime === "sunset") add("soft-light", ["#5a2a86", "#ff7d4a", "#ffc46b", "#8a3a5a"]);
  if (daytime === "dawn") add("soft-light", ["#8f9ad6", "#ffd9c4", "#f5e6ea"]);
  if (weather === "snow") add("screen", ["#4b5a6e", "#3a4656", "#8d98a6"]);
  if (weather === "fog") add("screen", ["#66707a", "#8e979e", "#6a737b"]);
  if (weather === "storm") add("multiply", ["#5b6472", "#aab3bd", "#8f98a3"]);
  if (style === "pastel") add("screen", ["#3d3446", "#463a3e", "#3a4046"]);
  if (style === "neon") add("screen", ["#3a0a5a", "#12063a", "#5a0a4a"]);
  if (style === "vintage") add("screen", ["#2a2010", "#221808", "#2c1c0c"]);
  if (mood === "spring") add("screen", ["#2a2030", "#301c24", "#1c2a18"]);
  return found;
}

function gradient(colours: readonly string[]): string {
  const last = colours.length - 1;
  const stops = colours.map(
    (colour, index) => `<stop offset="${(index / last).toFixed(2)}" stop-color="${colour}"/>`,
  );
  return `<linearGradient id="light" x2="0" y2="1">${stops.join("")}</linearGradient><rect width="100%" height="100%" fill="url(#light)"/>`;
}

function skyThings({ daytime, extras, weather }: Instruction, stage: Stage): string {
  const isStarry = daytime === "night" || extras.has("stars");
  const hasDisc =
    extras.has("moon") || extras.has("sun") || (daytime === "night" && weather !== "storm");
  return [
    isStarry && weather === null ? drawStars(stage) : "",
    extras.has("aurora") ? drawAurora(stage) : "",
    hasDisc ? drawSunOrMoon(stage) : "",
    extras.has("rainbow") ? drawRainbow(stage) : "",
  ].join("");
}

function addedThings({ added }: Instruction, stage: Stage): string {
  if (added.length === 0) return "";
  // Added things stand before the picture and to its side, smaller than what it is about.
  const { width, height } = stage;
  const small = { ...stage, height: height * 0.72, floor: height, horizon: height * 0.4 };
  return drawSubjects(small, { back: "", front: "", groundY: () => height * 0.97 - width * 0.005 });
}

function fallingThings({ weather, extras, mood }: Instruction, stage: Stage): string {
  return [
    weather ? drawWeather(stage) : "",
    extras.has("fireflies") ? drawFireflies(stage) : "",
    mood === "autumn" ? drawLeaves(stage, ["#c8502a", "#e08a35", "#d9a441", "#8f3b26"]) : "",
    mood === "spring" ? drawLeaves(stage, ["#f6c6d6", "#fbe3ea", "#f0a5bd"]) : "",
  ].join("");
}

/** Leaves or petals in the air. */
function drawLeaves(stage: Stage, colours: readonly [string, ...string[]]): string {
  const { random, width, height } = stage;
  return Array.from({ length: 42 }, () => {
    const long = Math.min(width, height) * random.between(0.012, 0.034);
    const turn = random.between(0, 360).toFixed(0);
    const at = `${(width * random.next()).toFixed(0)} ${(height * random.next()).toFixed(0)}`;
    const leaf = `M${-long} 0Q0 ${-long * 0.75} ${long} 0Q0 ${long * 0.6} ${-long} 0Z`;
    return `<path transform="translate(${at}) rotate(${turn})" d="${leaf}" fill="${random.pick(colours)}" fill-opacity="${random.between(0.7, 0.95).toFixed(2)}"/>`;
  }).join("");
}
