import sharp from "sharp";
import type { SheetTile, Thumbnailer } from "../../core/ports/thumbnailer.js";
import { glyphOf } from "../sketch/draw/stroke-font.js";

const SHORT_SIDE = 320;
const LONG_SIDE = 640;
const MAX_PIXELS = 500_000_000;

const COLUMNS = 3;
const GAP = 8;
const PAPER = "#15131c";
const EMPTY_TILE = "#2c2936";
const INK = "#fdf8ee";
const GOLD = "#f2b53c";

/** Decodes off the main thread. The numbers are drawn as strokes: a bare machine has no fonts. */
export const sharpThumbnailer: Thumbnailer = {
  async shrink(bytes) {
    try {
      return await shrink(bytes);
    } catch {
      // A video, or what sharp cannot read for another reason.
      return null;
    }
  },

  async drawSheet(tiles) {
    const columns = Math.min(COLUMNS, Math.max(1, tiles.length));
    const rows = Math.max(1, Math.ceil(tiles.length / columns));
    const cells = await Promise.all(
      tiles.map(async (tile, at) => ({
        input: await drawTile(tile),
        left: GAP + (at % columns) * (SHORT_SIDE + GAP),
        top: GAP + Math.floor(at / columns) * (SHORT_SIDE + GAP),
      })),
    );
    const width = GAP + columns * (SHORT_SIDE + GAP);
    const height = GAP + rows * (SHORT_SIDE + GAP);
    return sharp({ create: { width, height, channels: 3, background: PAPER } })
      .composite(cells)
      .jpeg({ quality: 82 })
      .toBuffer();
  },
};

async function shrink(bytes: Uint8Array): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
  const scale = Math.min(
    1,
    SHORT_SIDE / Math.min(width, height),
    Math.max(LONG_SIDE / Math.max(width, height), 1 / Math.min(width, height)),
  );
  return sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .rotate()
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      fit: "fill",
    })
    .webp({ quality: 78 })
    .toBuffer();
}

async function drawTile({ thumbnail, ...marks }: SheetTile): Promise<Buffer> {
  const size = { width: SHORT_SIDE, height: SHORT_SIDE };
  const paper = thumbnail
    ? sharp(thumbnail)
        .resize({ ...size, fit: "cover" })
        .flatten({ background: INK })
    : sharp({ create: { ...size, channels: 3, background: EMPTY_TILE } });
  return paper
    .composite([{ input: Buffer.from(drawMarks(marks)) }])
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The number in the corner to begin with; a star and a triangle where they apply. */
function drawMarks({ number, isClip, isFavourite }: Omit<SheetTile, "thumbnail">): string {
  const digits = [...String(number)].map((digit) => glyphOf(digit));
  const widths = digits.map((glyph) => (glyph?.width ?? 0) + 1.6);
  const textWidth = widths.reduce((sum, width) => sum + width, -1.6);
  let x = 0;
  const paths = digits.map((glyph, at) => {
    const path = glyph ? `<path transform="translate(${x} 0)" d="${glyph.path}"/>` : "";
    x += widths[at] ?? 0;
    return path;
  });
  const unit = 5.2;
  const badgeWidth = Math.max(58, textWidth * unit + 32);
  const left = (badgeWidth - textWidth * unit) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SHORT_SIDE}" height="${SHORT_SIDE}">
<rect width="${badgeWidth}" height="58" fill="${PAPER}" fill-opacity=".86"/>
<g transform="translate(${left} 13.4) scale(${unit})" fill="none" stroke="${INK}" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</g>
${isFavourite ? STAR : ""}${isClip ? TRIANGLE : ""}</svg>`;
}

const STAR = `<g transform="translate(268 8) scale(2.2)"><circle cx="10" cy="10" r="10" fill="${PAPER}" fill-opacity=".86"/>
<path fill="${GOLD}" d="M10 3l2.1 4.6 5 .6-3.7 3.4 1 5-4.4-2.5-4.4 2.5 1-5L2.900 8.200l5-.6z"/></g>`;
const TRIANGLE = `<g><circle cx="160" cy="160" r="46" fill="${PAPER}" fill-opacity=".72"/>
<path d="M146 134v52l42-26z" fill="${INK}"/></g>`;
