import type { Instruction, Mood } from "./instruction.js";

/** Red, green and blue of the result from those of the picture, row by row. */
export type ColourMatrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number];

const light: Row = [0.2126, 0.7152, 0.0722];
const untouched: ColourMatrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The light an instruction asks for, as one change of all colours. */
export function gradeOf(instruction: Instruction): ColourMatrix {
  const { daytime, weather, style, mood, tint } = instruction;
  const steps = [
    daytime && daytimes[daytime],
    weather && weathers[weather],
    mood && moods[mood],
    style && styles[style],
    tint && tinted(tint, 0.72),
  ];
  return steps.reduce<ColourMatrix>((all, step) => (step ? multiply(step, all) : all), untouched);
}

export function saturated(share: number): ColourMatrix {
  const row = (own: number): Row => {
    const [r, g, b] = light.map((part) => part * (1 - share));
    const at = (index: number, value = 0) => value + (index === own ? share : 0);
    return [at(0, r), at(1, g), at(2, b)];
  };
  return [row(0), row(1), row(2)];
}

/** Everything in shades of one colour, as far as `share` goes. */
export function tinted(colour: string, share: number): ColourMatrix {
  const value = Number.parseInt(colour.slice(1), 16);
  const bands: Row = [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
  const brightness = bands.reduce((sum, band, index) => sum + band * (light[index] ?? 0), 0);
  const lift = Math.min(1.9, Math.max(1, 0.62 / Math.max(0.1, brightness)));
  const row = (own: number): Row => {
    const band = Math.min(1.25, (bands[own] ?? 0) * lift);
    const [r, g, b] = light.map((part) => part * band * share);
    const at = (index: number, part = 0) => part + (index === own ? 1 - share : 0);
    return [at(0, r), at(1, g), at(2, b)];
  };
  return [row(0), row(1), row(2)];
}

export function scaled(red: number, green: number, blue: number): ColourMatrix {
  return [
    [red, 0, 0],
    [0, green, 0],
    [0, 0, blue],
  ];
}

/** First `inner`, then `outer`. */
export function multiply(outer: ColourMatrix, inner: ColourMatrix): ColourMatrix {
  const row = ([x, y, z]: Row): Row => {
    const at = (column: 0 | 1 | 2) =>
      x * inner[0][column] + y * inner[1][column] + z * inner[2][column];
    return [at(0), at(1), at(2)];
  };
  return [row(outer[0]), row(outer[1]), row(outer[2])];
}

const daytimes = {
  night: multiply(scaled(0.64, 0.66, 0.92), saturated(0.8)),
  sunset: multiply(scaled(1.08, 0.86, 0.74), saturated(1.05)),
  dawn: multiply(scaled(1.04, 0.95, 1.0), saturated(0.86)),
  day: multiply(scaled(1.1, 1.09, 1.05), saturated(1.15)),
} as const;

const weathers = {
  snow: multiply(scaled(1.0, 1.06, 1.15), saturated(0.5)),
  rain: multiply(scaled(0.82, 0.88, 0.97), saturated(0.66)),
  fog: multiply(scaled(0.96, 0.98, 1.0), saturated(0.62)),
  storm: multiply(scaled(0.56, 0.62, 0.74), saturated(0.6)),
  clear: multiply(scaled(1.05, 1.05, 1.06), saturated(1.12)),
} as const;

const moods: Readonly<Record<Mood, ColourMatrix>> = {
  bright: scaled(1.22, 1.2, 1.16),
  dark: multiply(scaled(0.56, 0.56, 0.62), saturated(0.85)),
  warm: multiply(scaled(1.12, 1.0, 0.8), saturated(1.1)),
  cold: multiply(scaled(0.82, 0.97, 1.16), saturated(0.9)),
  vivid: saturated(1.65),
  faded: multiply(scaled(1.04, 1.02, 0.98), saturated(0.48)),
  autumn: multiply(
    [
      [1.0, 0.34, 0],
      [0.12, 0.68, 0],
      [0, 0.06, 0.6],
    ],
    saturated(1.1),
  ),
  spring: multiply(scaled(1.08, 1.06, 1.02), saturated(1.2)),
};

const styles = {
  pastel: multiply(scaled(1.14, 1.12, 1.14), saturated(0.7)),
  neon: multiply(
    [
      [1.0, 0, 0.28],
      [0, 0.62, 0.08],
      [0.2, 0.1, 1.12],
    ],
    saturated(1.6),
  ),
  mono: saturated(0),
  vintage: [
    [0.47, 0.62, 0.15],
    [0.31, 0.58, 0.13],
    [0.24, 0.43, 0.22],
  ],
} as const satisfies Record<string, ColourMatrix>;
