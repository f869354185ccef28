import { drawSketch } from "../../adapters/sketch/draw-sketch.js";
import { DEFAULT_MODEL_ID } from "../../core/catalog/models.js";
import type { Photo } from "./demo-chat.js";

/** About as many pixels as a phone's preview of a photo. */
const PIXELS = 900 * 600;

/** Two pictures for people to send; drawn here, so that the demo brings no files of its own. */
export async function drawPhotos(): Promise<readonly [Photo, Photo]> {
  return [
    await drawPhoto("photo-cat.png", "a grey cat on a meadow"),
    await drawPhoto("photo-mountains.png", "high mountains under a clear sky"),
  ];
}

async function drawPhoto(filename: string, prompt: string): Promise<Photo> {
  const { bytes } = await drawSketch({
    request: {
      modelId: DEFAULT_MODEL_ID,
      prompt,
      seed: 7,
      aspectRatio: "3:2",
      resolution: "standard",
      format: "png",
      seconds: null,
      strength: null,
    },
    inputs: [],
    index: 0,
    pixels: PIXELS,
  });
  return { filename, bytes };
}
