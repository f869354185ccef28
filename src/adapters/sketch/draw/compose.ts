import { drawAbstract } from "./abstract.js";
import { drawLabel } from "./label.js";
import { createPalette } from "./palette.js";
import { drawSubjects } from "./placement.js";
import { readPrompt } from "./prompt-reading.js";
import { createRandom } from "./random.js";
import { scenes } from "./scenes/registry.js";
import { drawSky } from "./sky.js";
import type { Stage } from "./stage.js";
import { drawDistantWeather, drawFireflies, drawWeather } from "./weather.js";

/** The whole picture as SVG. Same input, same text; another seed, another arrangement and other colours. */
export function composeSvg(picture: {
  prompt: string;
  seed: number;
  width: number;
  height: number;
}): string {
  const { prompt, seed, width, height } = picture;
  const random = createRandom(`${seed} ${prompt}`);
  const reading = readPrompt(prompt, random);
  const label = drawLabel(picture);
  let ids = 0;
  const stage: Stage = {
    width,
    height,
    floor: height - label.height,
    horizon: height * random.between(0.5, 0.58),
    reading,
    palette: createPalette(reading, random),
    random,
    freshId: () => {
      ids += 1;
      return `g${ids}`;
    },
  };
  const layers = reading.isAbstract ? drawAbstract(stage) : drawLandscape(stage);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${layers}${vignette(stage)}${label.drawing}</svg>`;
}

function drawLandscape(stage: Stage): string {
  const sky = drawSky(stage);
  const scenery = scenes[stage.reading.scene](stage);
  return [
    sky,
    scenery.back,
    drawDistantWeather(stage),
    drawSubjects(stage, scenery),
    scenery.front,
    drawWeather(stage),
    stage.reading.extras.has("fireflies") ? drawFireflies(stage) : "",
  ].join("");
}

/** Slightly darker corners draw the eye inwards. */
function vignette(stage: Stage): string {
  const id = stage.freshId();
  return (
    `<radialGradient id="${id}" cy=".46" r=".78"><stop offset=".6" stop-color="#120c1c" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="#120c1c" stop-opacity=".26"/></radialGradient><rect width="100%" height="100%" fill="url(#${id})"/>`
  );
}
