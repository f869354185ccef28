import type { OverlayOptions } from "sharp";
import sharp from "sharp";
import { composeLayers, stageOf, wrapSvg } from "../draw/compose.js";
import { paperGrain } from "../draw/paper.js";
import type { PictureSize } from "../draw/picture-size.js";
import { createRandom, type Random } from "../draw/random.js";
import { type Raster, toRaster, toSharp } from "../raster.js";
import { type EditWords, gradePicture } from "./edit.js";
import { readInstruction } from "./instruction.js";

const border = { r: 253, g: 250, b: 244, alpha: 1 };
/** Of a cell's width and height, so that turned prints keep apart. */
const filled = 0.86;

/** All pictures as prints, laid on a drawing of the words, in the light the words ask for. */
export async function composePictures(
  pictures: readonly Raster[],
  size: PictureSize,
  words: EditWords,
): Promise<Raster> {
  const random = createRandom(`collage ${words.seed} ${words.prompt}`);
  const cells = arrange(pictures, size);
  const prints = await Promise.all(
    pictures.map((picture, index) => {
      const cell = cells[index] ?? { x: 0, y: 0, ...size };
      return makePrint(picture, cell, { random: createRandom(`${words.seed} print ${index}`) });
    }),
  );
  const laid = await toRaster(
    sharp(Buffer.from(background(words, size)))
      .composite([...prints.flat(), paperGrain])
      .removeAlpha(),
  );
  // Hour and weather are in the drawing already, and the things named are in the pictures.
  const drawn = { daytime: null, weather: null, extras: new Set<never>(), added: [] };
  return gradePicture(laid, { ...readInstruction(words.prompt), ...drawn }, random);
}

/** The place the words name, without its subjects: those are in the pictures. */
function background(words: EditWords, size: PictureSize): string {
  const stage = stageOf({ ...words, ...size }, size.height);
  const { sky, land, front } = composeLayers(stage);
  const shade = `<rect width="100%" height="100%" fill="#f4efe6" fill-opacity=".28"/>`;
  return wrapSvg(size, sky + land + front + shade);
}

interface Cell extends PictureSize {
  readonly x: number;
  readonly y: number;
}

/** In as many columns as let the prints be largest; the last row is centred. */
function arrange(pictures: readonly PictureSize[], size: PictureSize): Cell[] {
  const layouts = pictures.map((_, index) => cellsIn(index + 1, pictures.length, size));
  const areaOf = (cells: readonly Cell[]) =>
    cells.reduce((sum, cell, index) => sum + fittedArea(pictures[index] ?? cell, cell), 0);
  return layouts.reduce((best, layout) => (areaOf(layout) > areaOf(best) ? layout : best));
}

function fittedArea(picture: PictureSize, cell: PictureSize): number {
  const scale = Math.min(cell.width / picture.width, cell.height / picture.height);
  return picture.width * picture.height * scale ** 2;
}

function cellsIn(columns: number, count: number, { width, height }: PictureSize): Cell[] {
  const rows = Math.ceil(count / columns);
  const margin = Math.min(width, height) * 0.03;
  const cell = { width: (width - 2 * margin) / columns, height: (height - 2 * margin) / rows };
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const indent = (columns - inRow) * cell.width * 0.5;
    return {
      ...cell,
      x: margin + indent + (index % columns) * cell.width,
      y: margin + row * cell.height,
    };
  });
}

async function makePrint(
  picture: Raster,
  cell: Cell,
  { random }: { random: Random },
): Promise<OverlayOptions[]> {
  const edge = Math.round(Math.min(cell.width, cell.height) * 0.022);
  const inner = {
    width: Math.round(cell.width * filled - 2 * edge),
    height: Math.round(cell.height * filled - 2 * edge),
  };
  const angle = random.between(-4.2, 4.2);
  const print = await toSharp(picture)
    .resize({ ...inner, fit: "inside" })
    .extend({ top: edge, bottom: edge, left: edge, right: edge, background: border })
    .ensureAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
  const { data, info } = await sharp(print)
    .rotate(angle, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = {
    left: Math.round(cell.x + (cell.width - info.width) / 2),
    top: Math.round(cell.y + (cell.height - info.height) / 2),
  };
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  return [...(await shadowOf(data, raw, { at, drop: edge })), { input: data, raw, ...at }];
}

async function shadowOf(
  print: Buffer,
  raw: { width: number; height: number; channels: 4 },
  { at, drop }: { at: { left: number; top: number }; drop: number },
): Promise<OverlayOptions[]> {
  const spread = drop * 3;
  const { data, info } = await sharp(print, { raw })
    .recomb([
      [0.08, 0, 0],
      [0, 0.06, 0],
      [0, 0, 0.1],
    ])
    .extend({ top: spread, bottom: spread, left: spread, right: spread, background: "#00000000" })
    .blur(drop * 0.9)
    .linear([1, 1, 1, 0.5], [0, 0, 0, 0])
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height, channels: 4 as const };
  return [
    { input: data, raw: size, left: at.left - spread + drop, top: at.top - spread + drop * 1.5 },
  ].map((layer) => ({ ...layer, left: Math.round(layer.left), top: Math.round(layer.top) }));
}
