import sharp from "sharp";
import { drawPicture } from "../../adapters/sketch/draw/draw-picture.js";
import { findModel } from "../../core/catalog/models.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";
import type { GivenPicture } from "./given-pictures.js";
import type { Prediction } from "./predictions.js";
import type { Input } from "./served-models.js";

/** What is drawn for one output, in the file type the model would have made. */
export async function drawOutput(
  prediction: Prediction,
  index: number,
): Promise<{ bytes: Uint8Array; contentType: string }> {
  const { input, model, loaded, seed } = prediction;
  const pictures = loaded?.kind === "loaded" ? loaded.pictures : [];
  const request = toRequest(prediction, pictures);
  const jpeg = await drawPicture({
    prompt: request.prompt || model.modelId,
    aspectRatio: shapeOf(input, pictures),
    seed: (seed + index) % 2 ** 31,
  });
  const format = input.output_format ?? input.format ?? model.format;
  if (format === "jpg") return { bytes: jpeg, contentType: "image/jpeg" };
  if (format === "png") {
    const png = await sharp(jpeg).png({ compressionLevel: 2 }).toBuffer();
    return { bytes: png, contentType: "image/png" };
  }
  return { bytes: await sharp(jpeg).webp().toBuffer(), contentType: "image/webp" };
}

/** What was asked for, in our own words again. */
function toRequest(
  { model, input, count, seed }: Prediction,
  pictures: readonly GivenPicture[],
): ImageRequest {
  const { prompt, aspect_ratio: shape, duration, prompt_strength: strength } = input;
  return {
    modelId: model.modelId,
    prompt: typeof prompt === "string" ? prompt : "",
    aspectRatio: shape === undefined ? null : shapeOf(input, pictures),
    resolution: resolutionOf(model.modelId, input),
    format: null,
    seconds:
      typeof duration === "number"
        ? duration
        : (findModel(model.modelId)?.seconds?.default ?? null),
    strength: typeof strength === "number" ? strength : null,
    guidance: null,
    steps: null,
    enhance: input.prompt_upsampling === true,
    count,
    seed,
    inputs: [],
    retention: "none",
  };
}

function shapeOf(input: Input, [first]: readonly GivenPicture[]): string {
  const { aspect_ratio: shape, width, height } = input;
  if (shape === "custom") return `${width}:${height}`;
  if (typeof shape === "string" && shape !== "match_input_image") return shape;
  return first ? `${first.width}:${first.height}` : "1:1";
}

/** By whatever name the model knows it. */
function resolutionOf(modelId: string, { resolution, scale }: Input): string {
  const named = typeof scale === "number" ? `${scale}x` : String(resolution ?? "");
  const id = named.toLowerCase().replaceAll(" ", "");
  const offered = findModel(modelId)?.resolutions ?? [];
  return offered.find((size) => size.id === id)?.id ?? offered[0]?.id ?? "standard";
}
