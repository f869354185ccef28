import { drawSketch, type SketchRequest } from "../../adapters/sketch/draw-sketch.js";
import { MATCH_INPUT, PICTURE_FORMATS } from "../../core/catalog/model.js";
import { findModel } from "../../core/catalog/models.js";
import type { Prediction } from "./predictions.js";
import type { Input } from "./served-models.js";

/**
 * What is drawn for one output, in the file type the model would have made.
 *
 * @param pixels About how many it has; a megapixel unless told.
 */
export function drawOutput(
  prediction: Prediction,
  index: number,
  pixels?: number,
): Promise<{ bytes: Uint8Array; contentType: string }> {
  const { loaded } = prediction;
  const inputs = loaded?.kind === "loaded" ? loaded.pictures.map(({ bytes }) => bytes) : [];
  return drawSketch({ request: toRequest(prediction), inputs, index, pixels });
}

/** What was asked for, in our own words again. */
function toRequest({ model, input, seed }: Prediction): SketchRequest {
  const { prompt, duration, prompt_strength: strength } = input;
  const { modelId } = model;
  const format = input.output_format ?? input.format ?? model.format;
  return {
    modelId,
    seed,
    prompt: typeof prompt === "string" ? prompt : "",
    aspectRatio: shapeOf(input),
    resolution: resolutionOf(modelId, input),
    format: PICTURE_FORMATS.find((known) => known === format) ?? null,
    seconds: typeof duration === "number" ? duration : null,
    strength: typeof strength === "number" ? strength : null,
  };
}

function shapeOf({ aspect_ratio: shape, width, height }: Input): string | null {
  if (typeof shape !== "string") return null;
  if (shape === "custom") return `${width}:${height}`;
  return shape === "match_input_image" ? MATCH_INPUT : shape;
}

/** By whatever name the model knows it. */
function resolutionOf(modelId: string, { resolution, scale }: Input): string {
  const named = typeof scale === "number" ? `${scale}x` : String(resolution ?? "");
  const id = named.toLowerCase().replaceAll(" ", "");
  const offered = findModel(modelId)?.resolutions ?? [];
  return offered.find((size) => size.id === id)?.id ?? offered[0]?.id ?? "standard";
}
