import sharp from "sharp";
import { composeLayers, stageOf, type Words, wrapSvg } from "../draw/compose.js";
import type { LabelText } from "../draw/label.js";
import type { PictureSize } from "../draw/picture-size.js";
import { createRandom } from "../draw/random.js";
import { gradePicture } from "../given/edit.js";
import { readInstruction } from "../given/instruction.js";
import { createMount, type Mount } from "../given/mount.js";
import { fitPicture } from "../given/treatments.js";
import { type Raster, toRaster, toSharp } from "../raster.js";
import { type Layer, lay, layTiled, renderLayer } from "./layers.js";
import { type Air, airOf, type Moment, sway } from "./motion.js";

const longestSide = 480;
const mostPixels = 128_000;
const frameCount = 18;
const frameMs = 120;
/** A GIF of more colours takes twice as long to write and looks no better with so few frames. */
const colours = 96;

/** How long the loop runs, whatever was asked for. */
export const CLIP_SECONDS = Math.round((frameCount * frameMs) / 100) / 10;

/** Of some shape, small enough to be sent as a GIF. */
export function clipSize(shape: PictureSize): PictureSize {
  const scale = Math.min(
    longestSide / Math.max(shape.width, shape.height),
    Math.sqrt(mostPixels / (shape.width * shape.height)),
  );
  const toEven = (length: number) => 2 * Math.round((length * scale) / 2);
  return { width: toEven(shape.width), height: toEven(shape.height) };
}

/** A loop over the drawing of the words: its layers move against each other, and so does the air. */
export async function clipByWords(
  words: Words,
  size: PictureSize,
  text: LabelText,
): Promise<Buffer> {
  const mount = createMount(size, text);
  const stage = stageOf(
    { ...words, ...drawnSize(size) },
    drawnSize(size).height * (mount.floor / mount.height),
  );
  const layers = composeLayers(stage);
  const air = airOf(stage);
  const overscan = 1.08;
  const [sky, land, subjects, front, tile] = await Promise.all([
    renderAt(layers.sky, size, overscan),
    renderAt(layers.land, size, overscan),
    renderAt(layers.subjects, size, 1),
    renderAt(layers.front, size, overscan),
    renderAt(air.drawing, size, 1),
  ]);
  const rest = { x: (-(overscan - 1) / 2) * size.width, y: (-(overscan - 1) / 2) * size.height };
  const reach = size.width * 0.024;
  return writeClip(mount, (frame, moment) => {
    const swing = sway(moment);
    lay(frame, sky, { x: rest.x + swing * reach * 0.5, y: rest.y });
    lay(frame, land, { x: rest.x - swing * reach * 0.6, y: rest.y });
    lay(frame, subjects, {
      x: -swing * reach * 0.3,
      y: -Math.abs(sway(moment)) * size.height * 0.012,
    });
    lay(frame, front, { x: rest.x - swing * reach * 1.4, y: rest.y });
    layAir(frame, { tile, air, moment });
  });
}

/** The drawing is laid out as large as a picture would be, so that it is the same. */
function drawnSize(size: PictureSize): PictureSize {
  const scale = 1024 / Math.sqrt(size.width * size.height);
  return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
}

function renderAt(drawing: string, size: PictureSize, scale: number): Promise<Layer> {
  const drawn = drawnSize(size);
  return renderLayer(wrapSvg({ ...drawn, scale: (scale * size.width) / drawn.width }, drawing));
}

/** A loop over a picture: nearer and back again, in the light and weather of the words. */
export async function clipOfPicture(
  picture: Raster,
  words: Words,
  { size, text }: { size: PictureSize; text: LabelText },
): Promise<Buffer> {
  const mount = createMount(size, text);
  const random = createRandom(`clip ${words.seed} ${words.prompt}`);
  const instruction = readInstruction(words.prompt);
  const large = await fitPicture(picture, {
    width: Math.round(size.width * 1.3),
    height: Math.round(mount.floor * 1.3),
  });
  const graded = await gradePicture(large, { ...instruction, weather: null, added: [] }, random);
  const stage = stageOf({ ...words, ...drawnSize(size) }, drawnSize(size).height);
  const air = airOf({
    ...stage,
    reading: { ...stage.reading, weather: instruction.weather ?? "clear" },
  });
  const tile = await renderAt(air.drawing, size, 1);
  const drift = { x: random.pick([-1, 1]), y: random.between(0.2, 0.9) };
  return writeClip(mount, async (frame, moment) => {
    const near = (1 - Math.cos(2 * Math.PI * moment)) / 2;
    const zoomed = await zoomInto(graded, {
      near,
      drift,
      size: { width: size.width, height: mount.floor },
    });
    frame.data.set(zoomed.data);
    layAir(frame, { tile, air, moment });
  });
}

function zoomInto(
  picture: Raster,
  view: { near: number; drift: { x: number; y: number }; size: PictureSize },
): Promise<Raster> {
  const share = 1 - 0.15 * view.near;
  const width = Math.round(picture.width * share);
  const height = Math.round(picture.height * share);
  const left = Math.round(((picture.width - width) / 2) * (1 + 0.8 * view.drift.x));
  const top = Math.round(((picture.height - height) / 2) * (1 + 0.8 * view.drift.y));
  return toRaster(
    toSharp(picture)
      .extract({ left, top, width, height })
      .resize({ ...view.size, fit: "fill", kernel: "linear" }),
  );
}

function layAir(frame: Raster, of: { tile: Layer; air: Air; moment: Moment }): void {
  const { x, y } = of.air.shift(of.moment, of.tile);
  layTiled(frame, of.tile, { x, y });
}

type DrawFrame = (frame: Raster, moment: Moment) => void | Promise<void>;

async function writeClip(mount: Mount, draw: DrawFrame): Promise<Buffer> {
  const { width, height, floor } = mount;
  const strip = await toRaster(sharp(mount.strip).flatten({ background: "#15131c" }));
  const sizeBytes = width * height * 3;
  const film = Buffer.alloc(sizeBytes * frameCount);
  for (let index = 0; index < frameCount; index += 1) {
    const data = film.subarray(index * sizeBytes, index * sizeBytes + width * floor * 3);
    await draw({ data, width, height: floor, channels: 3 }, index / frameCount);
    film.set(strip.data, index * sizeBytes + width * floor * 3);
  }
  return sharp(film, {
    raw: { width, height: height * frameCount, channels: 3, pageHeight: height },
  })
    .gif({
      loop: 0,
      delay: Array(frameCount).fill(frameMs),
      colours,
      effort: 1,
      dither: 0.5,
      interPaletteMaxError: 40,
    })
    .toBuffer();
}
