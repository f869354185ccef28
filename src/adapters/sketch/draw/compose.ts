import { drawAbstract } from "./abstract.js";
import { drawLabel, type LabelText } from "./label.js";
import { createPalette } from "./palette.js";
import type { PictureSize } from "./picture-size.js";
import { drawSubjects } from "./placement.js";
import { type PromptReading, readPrompt } from "./prompt-reading.js";
import { createRandom, type Random } from "./random.js";
import { scenes } from "./scenes/registry.js";
import { drawSky } from "./sky.js";
import type { Stage } from "./stage.js";
import { drawDistantWeather, drawFireflies, drawWeather } from "./weather.js";

export interface Words {
  readonly prompt: string;
  readonly seed: number;
}

/** What a picture by words consists of, the farthest first. */
export interface Layers {
  readonly sky: string;
  readonly land: string;
  readonly subjects: string;
  readonly front: string;
  readonly weather: string;
}

/** The whole picture as SVG. Same input, same text; another seed, another arrangement and other colours. */
export function composeSvg(
  picture: Words & PictureSize & { label?: LabelText; scale?: number },
): string {
  const { prompt, seed, width, height, scale = 1 } = picture;
  const label = drawLabel(
    picture,
    picture.label ?? { parts: sketchedByWords(seed), quote: prompt },
  );
  const stage = stageOf(picture, height - label.height);
  const { sky, land, subjects, front, weather } = composeLayers(stage);
  const drawing = sky + land + subjects + front + weather + vignette(stage) + label.drawing;
  return wrapSvg({ width, height, scale }, drawing);
}

export function sketchedByWords(seed: number): string[] {
  return ["SKETCH", "drawn locally, no AI model was used", `seed ${seed}`];
}

/** The drawing with its own measures, on paper `scale` times as large. */
export function wrapSvg(size: PictureSize & { scale?: number }, drawing: string): string {
  const { width, height, scale = 1 } = size;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width * scale)}" height="${Math.round(height * scale)}" viewBox="0 0 ${width} ${height}">${drawing}</svg>`;
}

/** @param floor Upper edge of what will be put over the picture's foot. */
export function stageOf(picture: Words & PictureSize, floor: number): Stage {
  const random = createRandom(`${picture.seed} ${picture.prompt}`);
  return createStage({ ...picture, floor }, readPrompt(picture.prompt, random), random);
}

export function createStage(
  size: PictureSize & { floor: number },
  reading: PromptReading,
  random: Random,
): Stage {
  const { width, height, floor } = size;
  let ids = 0;
  return {
    width,
    height,
    floor,
    horizon: height * random.between(0.5, 0.58),
    reading,
    palette: createPalette(reading, random),
    random,
    freshId: () => {
      ids += 1;
      return `g${ids}`;
    },
  };
}

export function composeLayers(stage: Stage): Layers {
  if (stage.reading.isAbstract) {
    return { sky: drawAbstract(stage), land: "", subjects: "", front: "", weather: "" };
  }
  const sky = drawSky(stage);
  const scenery = scenes[stage.reading.scene](stage);
  return {
    sky,
    land: scenery.back + drawDistantWeather(stage),
    subjects: drawSubjects(stage, scenery),
    front: scenery.front,
    weather:
      drawWeather(stage) + (stage.reading.extras.has("fireflies") ? drawFireflies(stage) : ""),
  };
}

/** Slightly darker corners draw the eye inwards. */
export function vignette(stage: Stage): string {
  const id = stage.freshId();
  return (
    `<radialGradient id="${id}" cy=".46" r=".78"><stop offset=".6" stop-color="#120c1c" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="#120c1c" stop-opacity=".26"/></radialGradient><rect width="100%" height="100%" fill="url(#${id})"/>`
  );
}
