import { wrapSvg } from "../draw/compose.js";
import type { PictureSize } from "../draw/picture-size.js";
import { createRandom } from "../draw/random.js";
import { type Raster, toRaster, toSharp } from "../raster.js";
import { paint } from "./brush.js";
import { findSubject } from "./cut-out.js";
import { type ColourMatrix, multiply, saturated, scaled, tinted } from "./grade.js";
import { findLines, inkLines } from "./ink.js";

/** Only what the picture is about, with a soft edge on nothing. */
export async function cutOut(picture: Raster): Promise<Raster> {
  const mask = await findSubject(picture);
  return withOpacity(picture, mask);
}

interface Studio {
  /** Of the backdrop, from its lit middle to its corners. */
  readonly backdrop: readonly [string, string];
  readonly grade: ColourMatrix;
  readonly isDrawn: boolean;
}

const studios: readonly [Studio, Studio, Studio, Studio] = [
  {
    backdrop: ["#f3ede2", "#cdbfae"],
    grade: multiply(scaled(1.06, 1.02, 0.97), saturated(1.08)),
    isDrawn: false,
  },
  { backdrop: ["#8c9298", "#2c2f36"], grade: saturated(0), isDrawn: false },
  {
    backdrop: ["#3f8f93", "#123f4c"],
    grade: multiply(tinted("#7ec8c0", 0.28), saturated(1.1)),
    isDrawn: false,
  },
  {
    backdrop: ["#f2a65a", "#b3412f"],
    grade: multiply(scaled(1.1, 0.98, 0.88), saturated(1.15)),
    isDrawn: true,
  },
];
const office: Studio = {
  backdrop: ["#dfe5ea", "#8794a1"],
  grade: scaled(1.04, 1.03, 1.02),
  isDrawn: false,
};

/** One of four: on paper white, in black and white, in cool light, drawn by hand. */
export async function portraitOf(
  picture: Raster,
  which: { index: number; seed: number },
): Promise<Raster> {
  const studio = studios[which.index % studios.length] ?? studios[0];
  const random = createRandom(`portrait ${which.seed}`);
  return inStudio(picture, studio, {
    zoom: random.between(0.84, 0.97),
    lean: random.between(-0.04, 0.04),
  });
}

/** Head and shoulders before a plain grey, evenly lit. */
export async function headshotOf(picture: Raster, seed: number): Promise<Raster> {
  const random = createRandom(`headshot ${seed}`);
  return inStudio(picture, office, {
    zoom: random.between(0.54, 0.62),
    lean: random.between(-0.02, 0.02),
  });
}

async function inStudio(
  picture: Raster,
  studio: Studio,
  frame: { zoom: number; lean: number },
): Promise<Raster> {
  const { width, height } = picture;
  const mask = await findSubject(picture);
  const graded = await toRaster(
    toSharp(picture).recomb(studio.grade.map((row) => [...row]) as never),
  );
  const person = studio.isDrawn ? await drawn(graded) : graded;
  const crop = cropAround(mask, picture, frame);
  const blurred = toSharp(graded).blur(Math.max(4, width / 60));
  const behind = await toRaster(
    blurred
      .composite([
        { input: backdrop(picture, studio.backdrop) },
        { input: Buffer.from(withOpacity(person, mask).data), raw: { width, height, channels: 4 } },
      ])
      .removeAlpha(),
  );
  return toRaster(
    toSharp(behind).extract(crop).resize({ width, height, fit: "fill", kernel: "cubic" }),
  );
}

function backdrop(size: PictureSize, [lit, dark]: readonly [string, string]): Buffer {
  return Buffer.from(
    wrapSvg(
      size,
      `<radialGradient id="b" cy=".42" r=".75"><stop stop-color="${lit}"/><stop offset="1" stop-color="${dark}"/></radialGradient><rect width="100%" height="100%" fill="url(#b)" fill-opacity=".93"/>`,
    ),
  );
}

async function drawn(picture: Raster): Promise<Raster> {
  const painted = await paint(picture, 4);
  inkLines(painted, await findLines(picture), { strength: 0.9, colour: [40, 26, 34] });
  return painted;
}

/** A part of the picture in its own shape, with the upper part of the subject a third from the top. */
function cropAround(
  mask: Uint8Array,
  { width, height }: PictureSize,
  frame: { zoom: number; lean: number },
) {
  const box = boundsOf(mask, { width, height });
  const crop = { width: Math.round(width * frame.zoom), height: Math.round(height * frame.zoom) };
  const middle = (box.left + box.right) / 2 + frame.lean * width;
  const clamp = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)));
  return {
    ...crop,
    left: clamp(middle - crop.width / 2, width - crop.width),
    top: clamp(box.top - crop.height * 0.09, height - crop.height),
  };
}

function boundsOf(mask: Uint8Array, { width, height }: PictureSize) {
  const box = { left: width, right: 0, top: height, bottom: 0 };
  for (const [at, part] of mask.entries()) {
    if (part < 128) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box.right > box.left ? box : { left: 0, right: width, top: 0, bottom: height };
}

function withOpacity({ data, width, height, channels }: Raster, mask: Uint8Array): Raster {
  const result = new Uint8Array(width * height * 4);
  for (let at = 0; at < mask.length; at += 1) {
    for (let band = 0; band < 3; band += 1) result[at * 4 + band] = data[at * channels + band] ?? 0;
    result[at * 4 + 3] = mask[at] ?? 0;
  }
  return { data: result, width, height, channels: 4 };
}
