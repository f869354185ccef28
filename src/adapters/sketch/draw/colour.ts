/** Oklab: a mix of two colours looks like it lies halfway between them, which sRGB does not give. */
export interface Colour {
  /** 0 black … 1 white. */
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** Reads `#rrggbb`. Matrices: Björn Ottosson, "A perceptual color space for image processing". */
export function hex(code: string): Colour {
  const value = Number.parseInt(code.slice(1), 16);
  const red = toLinear(((value >> 16) & 255) / 255);
  const green = toLinear(((value >> 8) & 255) / 255);
  const blue = toLinear((value & 255) / 255);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

/** The colour as `#rrggbb`; what sRGB cannot show is clipped. */
export function css(colour: Colour): string {
  const l = (colour.l + 0.3963377774 * colour.a + 0.2158037573 * colour.b) ** 3;
  const m = (colour.l - 0.1055613458 * colour.a - 0.0638541728 * colour.b) ** 3;
  const s = (colour.l - 0.0894841775 * colour.a - 1.291485548 * colour.b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map((channel) => toByte(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  return {
    l: from.l + (to.l - from.l) * share,
    a: from.a + (to.a - from.a) * share,
    b: from.b + (to.b - from.b) * share,
  };
}

/** Moves lightness by `amount`; the hue stays. */
export function lighten(colour: Colour, amount: number): Colour {
  return { ...colour, l: Math.min(1, Math.max(0, colour.l + amount)) };
}

/** Turns the hue by `degrees` and scales the colourfulness; lightness stays. */
export function turn(colour: Colour, degrees: number, chromaScale = 1): Colour {
  const angle = (degrees * Math.PI) / 180;
  return {
    l: colour.l,
    a: (colour.a * Math.cos(angle) - colour.b * Math.sin(angle)) * chromaScale,
    b: (colour.a * Math.sin(angle) + colour.b * Math.cos(angle)) * chromaScale,
  };
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function toByte(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const channel = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(channel * 255);
}
