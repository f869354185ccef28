import { type Colour, css, hex, lighten, mix, turn } from "./colour.js";
import { grounds, skies } from "./palette-data.js";
import type { PromptReading } from "./prompt-reading.js";
import type { Random } from "./random.js";
import type { Style } from "./vocabulary.js";

/** The light and colours of one picture. */
export interface Palette {
  /** From the zenith to the horizon. */
  readonly sky: readonly Colour[];
  /** Sun or moon, and the glow around it. */
  readonly glow: Colour;
  /** Ground colour at a depth, 0 far … 1 near, as the air and the light leave it. */
  ground(depth: number): Colour;
  /** The same without the air between: a colour to be used near by. */
  groundNearby(depth: number): Colour;
  /** A thing's own colour as it looks in this light. */
  lit(colour: Colour): Colour;
  /** The same for what the picture is about: the light takes less of its colour away. */
  featured(colour: Colour): Colour;
  readonly ink: Colour;
  readonly paper: Colour;
  /** A lively colour for small things: flowers, flags, windows. */
  readonly accent: Colour;
  readonly isDark: boolean;
}

interface Light {
  readonly glow: string;
  /** What the light adds to every colour, and how strongly. */
  readonly cast: string;
  readonly castShare: number;
}

const lights: Readonly<Record<keyof typeof skies, Light>> = {
  day: { glow: "#fff6d8", cast: "#fff2d6", castShare: 0.04 },
  sunset: { glow: "#ffe2a0", cast: "#5a2352", castShare: 0.36 },
  dawn: { glow: "#fff3d2", cast: "#9a86b8", castShare: 0.22 },
  night: { glow: "#f4efd6", cast: "#101c46", castShare: 0.5 },
  grey: { glow: "#f0f2ee", cast: "#75848f", castShare: 0.28 },
  storm: { glow: "#dfe6ee", cast: "#2a3644", castShare: 0.45 },
  winter: { glow: "#fff7e6", cast: "#b9cbe4", castShare: 0.08 },
  neon: { glow: "#ffe6f2", cast: "#1a1050", castShare: 0.4 },
  space: { glow: "#fff3dc", cast: "#1a1440", castShare: 0.2 },
};

const accents = ["#e4572e", "#f2b134", "#e86a92", "#3fa7a0", "#b06fd0", "#5b8fd8"] as const;

export function createPalette(reading: PromptReading, random: Random): Palette {
  const kind = lightKind(reading);
  const light = lights[kind];
  const drift = random.between(-15, 15);
  const tint = reading.tint === null ? null : hex(reading.tint);
  const grade = (colour: Colour) => restyle(turn(colour, drift), reading.style);
  const tinted = (colour: Colour, share: number) =>
    tint === null
      ? colour
      : { ...mix(colour, tint, share), l: colour.l + (tint.l - colour.l) * share * 0.5 };

  const sky = random.pick(skies[kind]).map((code) => grade(tinted(hex(code), 0.42)));
  const horizon = sky.at(-1) ?? hex(light.glow);
  const cast = grade(tinted(hex(light.cast), 0.3));
  const lit = (colour: Colour) => restyle(mix(colour, cast, light.castShare), reading.style);
  const groundStops = groundCodes(reading, random).map((code) => lit(turn(hex(code), drift)));
  const airShare = reading.weather === "fog" ? 0.85 : 0.55;

  return {
    sky,
    glow: grade(hex(light.glow)),
    ground: (depth) => mix(at(groundStops, depth), horizon, airShare * (1 - depth) ** 1.6),
    groundNearby: (depth) => at(groundStops, depth),
    lit,
    featured: (colour) => restyle(mix(colour, cast, light.castShare * 0.5), reading.style),
    ink: lit(hex("#2a2530")),
    paper: lit(hex("#fdf8ee")),
    accent: restyle(hex(random.pick(accents)), reading.style),
    isDark: ["night", "space", "storm", "neon"].includes(kind),
  };
}

/** A soft top-to-bottom gradient as SVG stops. */
export function stops(colours: readonly Colour[]): string {
  const last = Math.max(1, colours.length - 1);
  return colours
    .map(
      (colour, index) =>
        `<stop offset="${(index / last).toFixed(3)}" stop-color="${css(colour)}"/>`,
    )
    .join("");
}

function lightKind(reading: PromptReading): keyof typeof skies {
  if (reading.scene === "space") return "space";
  if (reading.style === "neon") return "neon";
  if (reading.weather === "storm") return "storm";
  if (reading.daytime !== "day") return reading.daytime;
  if (reading.weather === "snow") return "winter";
  return reading.weather === "rain" || reading.weather === "fog" ? "grey" : "day";
}

/** Snow lies on every ground but water. */
function groundCodes(reading: PromptReading, random: Random): string[] {
  const isWater = reading.scene === "sea" || reading.scene === "underwater";
  const hasOwnSnow = reading.scene === "mountains" || reading.scene === "city";
  const isSnowed = reading.weather === "snow" && !isWater && reading.scene !== "space";
  const own = random.pick(grounds[reading.scene]);
  const snow = random.pick(grounds.snowfield);
  if (!isSnowed) return own;
  return hasOwnSnow ? own.map((code, index) => (index > 1 ? (snow[index] ?? code) : code)) : snow;
}

function restyle(colour: Colour, style: Style | null): Colour {
  switch (style) {
    case "pastel":
      return lighten(turn(colour, 0, 0.62), (0.9 - colour.l) * 0.38);
    case "neon":
      return turn(colour, 0, 1.25);
    case "mono":
      return turn(colour, 0, 0);
    case "vintage":
      return mix(turn(colour, 0, 0.72), hex("#b98a5a"), 0.16);
    case null:
      return colour;
  }
}

function at(colours: readonly Colour[], position: number): Colour {
  const scaled = Math.min(1, Math.max(0, position)) * (colours.length - 1);
  const from = colours[Math.floor(scaled)];
  const to = colours[Math.ceil(scaled)];
  if (!from || !to) throw new RangeError("a gradient needs colours");
  return mix(from, to, scaled - Math.floor(scaled));
}
