import type { PictureSize } from "./picture-size.js";
import { n } from "./shapes.js";
import { type Glyph, glyphOf } from "./stroke-font.js";

const letterGap = 1.5;
const wordGap = 3.2;
const lineHeight = 12;
const marginUnits = 9;
const penWidth = 0.82;
const mostPixels = 1024 * 1024;

/** What the strip says: `parts` stand in one line where they fit, or in several, and the words of the prompt below. */
export interface LabelText {
  readonly parts: readonly string[];
  readonly quote: string;
}

export interface Label {
  /** In pixels; the strip lies along the picture's lower edge. */
  readonly height: number;
  readonly drawing: string;
}

/** Pixels of one unit of the font. The same picture at another size has the same label at another size. */
export function labelUnit({ width, height }: PictureSize): number {
  const scale = Math.sqrt((width * height) / mostPixels);
  const least = scale < 0.7 ? 1.2 : 1.55 * Math.max(1, scale);
  return Math.min(
    2.2 * Math.max(1, scale),
    Math.max(least, Math.min(width, height) * 0.0022),
    width / 110,
  );
}

export function labelHeight(size: PictureSize, lineCount: number): number {
  return Math.round((lineCount * lineHeight + 7) * labelUnit(size));
}

/** The strip that says what the picture is. Text is drawn as paths, so nothing in it can become markup. */
export function drawLabel(size: PictureSize, text: LabelText): Label {
  const unit = labelUnit(size);
  const margin = marginUnits * unit;
  const widest = (size.width - 2 * margin) / unit;
  const titles = wrapParts(text.parts, widest);
  const lines = [...titles, toQuote(text.quote, widest)].filter((line) => line !== "");
  const height = labelHeight(size, lines.length);
  const top = size.height - height;
  const strokes = lines
    .map((line, index) => {
      const y = top + (6.5 + index * lineHeight) * unit;
      const opacity = index < titles.length ? 1 : 0.78;
      return `<g transform="translate(${n(margin)} ${n(y)}) scale(${unit.toFixed(3)})" stroke-opacity="${opacity}">${drawText(line)}</g>`;
    })
    .join("");
  return {
    height,
    drawing:
      `<rect y="${top}" width="${size.width}" height="${height}" fill="#15131c" fill-opacity=".86"/>` +
      `<g fill="none" stroke="#fdf8ee" stroke-width="${penWidth}" stroke-linecap="round" stroke-linejoin="round">${strokes}</g>`,
  };
}

/** As many parts to a line as fit; one that is too wide by itself is cut. */
function wrapParts(parts: readonly string[], widest: number): string[] {
  const lines: string[] = [];
  for (const part of parts.map(toDrawable)) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)} · ${part}`;
    if (lines.length > 0 && widthOf(longer) <= widest) lines[lines.length - 1] = longer;
    else lines.push(cutTo(part, widest));
  }
  return lines;
}

/** The prompt in quotes, cut to what fits; empty when the font lacks most of its characters. */
function toQuote(prompt: string, widest: number): string {
  const flat = toDrawable(prompt.slice(0, 400));
  const characters = [...flat].filter((character) => character !== " ");
  const known = characters.filter((character) => glyphOf(character) !== null);
  if (known.length === 0 || known.length < characters.length / 2) return "";
  const text = [...flat].filter((character) => character === " " || glyphOf(character)).join("");
  if (widthOf(`"${text}"`) <= widest) return `"${text}"`;
  return `"${cutTo(text, widest - widthOf('""'))}"`;
}

function cutTo(text: string, widest: number): string {
  if (widthOf(text) <= widest) return text;
  let cut = text;
  while (cut !== "" && widthOf(`${cut}…`) > widest) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** Letters without their accents, one space between words. */
function toDrawable(text: string): string {
  return text
    .replaceAll("ß", "ss")
    .replaceAll("æ", "ae")
    .replaceAll("œ", "oe")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

function drawText(text: string): string {
  let x = 0;
  return [...text]
    .map((character) => {
      const glyph = glyphOf(character);
      const at = x;
      x += advanceOf(glyph);
      return glyph === null ? "" : placeGlyph(glyph, at);
    })
    .join("");
}

function placeGlyph({ path, scale }: Glyph, x: number): string {
  if (scale === 1) return `<path transform="translate(${x.toFixed(2)} 0)" d="${path}"/>`;
  // The pen keeps its width when the letter shrinks.
  const shrink = `translate(${x.toFixed(2)} ${n(6 * (1 - scale))}) scale(${scale.toFixed(3)})`;
  return `<path transform="${shrink}" stroke-width="${(penWidth / scale).toFixed(2)}" d="${path}"/>`;
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + advanceOf(glyphOf(character)), 0);
}

function advanceOf(glyph: Glyph | null): number {
  return glyph === null ? wordGap : glyph.width + letterGap;
}
