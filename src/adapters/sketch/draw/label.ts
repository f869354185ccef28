import { n } from "./shapes.js";
import { type Glyph, glyphOf } from "./stroke-font.js";

const letterGap = 1.5;
const wordGap = 3.2;
const lineHeight = 12;
const penWidth = 0.82;

export interface Label {
  /** In pixels; the strip lies along the picture's lower edge. */
  readonly height: number;
  readonly drawing: string;
}

/** The strip that says what the picture is. Text is drawn as paths, so nothing in it can become markup. */
export function drawLabel(picture: {
  width: number;
  height: number;
  prompt: string;
  seed: number;
}): Label {
  const unit = Math.min(2.2, Math.max(1.55, Math.min(picture.width, picture.height) * 0.0022));
  const margin = 9 * unit;
  const widest = (picture.width - 2 * margin) / unit;
  const lines = [
    `SKETCH · drawn locally, no AI model was used · seed ${picture.seed}`,
    toQuote(picture.prompt, widest),
  ].filter((line) => line !== "");
  const height = Math.round((lines.length * lineHeight + 7) * unit);
  const top = picture.height - height;
  const strokes = lines
    .map((line, index) => {
      const y = top + (6.5 + index * lineHeight) * unit;
      const opacity = index === 0 ? 1 : 0.78;
      return `<g transform="translate(${n(margin)} ${n(y)}) scale(${unit.toFixed(3)})" stroke-opacity="${opacity}">${drawText(line)}</g>`;
    })
    .join("");
  return {
    height,
    drawing:
      `<rect y="${top}" width="${picture.width}" height="${height}" fill="#15131c" fill-opacity=".86"/>` +
      `<g fill="none" stroke="#fdf8ee" stroke-width="${penWidth}" stroke-linecap="round" stroke-linejoin="round">${strokes}</g>`,
  };
}

/** The prompt in quotes, cut to what fits; empty when the font lacks most of its characters. */
function toQuote(prompt: string, widest: number): string {
  const flat = toDrawable(prompt.slice(0, 400));
  const characters = [...flat].filter((character) => character !== " ");
  const known = characters.filter((character) => glyphOf(character) !== null);
  if (known.length === 0 || known.length < characters.length / 2) return "";
  const text = [...flat].filter((character) => character === " " || glyphOf(character)).join("");
  if (widthOf(`"${text}"`) <= widest) return `"${text}"`;
  let cut = text;
  while (widthOf(`"${cut}…"`) > widest) cut = cut.slice(0, -1);
  return `"${cut.trimEnd()}…"`;
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
