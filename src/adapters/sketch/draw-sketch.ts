import { type ImageModel, MATCH_INPUT } from "../../core/catalog/model.js";
import { findModel } from "../../core/catalog/models.js";
import { AppError } from "../../core/errors.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";
import { CLIP_SECONDS, clipByWords, clipOfPicture, clipSize } from "./clip/clip.js";
import type { LabelText } from "./draw/label.js";
import { paintByWords } from "./draw/paint-by-words.js";
import { type PictureSize, parsePictureSize, sizeLike } from "./draw/picture-size.js";
import { encode, type SketchFile } from "./encode.js";
import { sketchOfPictures } from "./given/by-task.js";
import { type GivenPicture, readGiven } from "./given/given-picture.js";

/** What the sketch needs to know of a request. */
export type SketchRequest = Pick<
  ImageRequest,
  "modelId" | "prompt" | "seed" | "aspectRatio" | "resolution" | "format" | "seconds" | "strength"
>;

const mostMegapixels = 4;
const MEGAPIXEL = 1024 * 1024;

/**
 * Draws one picture or clip of a request on this machine, labelled as a sketch, whatever the model's task. The same input
 * gives the same bytes on the same machine.
 *
 * @param input.inputs The pictures given, as files, in their order.
 * @param input.index Which one of a batch.
 * @param input.pixels What counts as a megapixel; unset, a megapixel.
 * @throws AppError `input_rejected` (final): a picture cannot be read, or the task needs one and there is none.
 * @throws AppError `provider_rejected` (final): no shape that can be drawn.
 */
export async function drawSketch(input: {
  request: SketchRequest;
  inputs: readonly Uint8Array[];
  index: number;
  pixels?: number | undefined;
}): Promise<SketchFile> {
  const { request, index, pixels = MEGAPIXEL } = input;
  const model = findModel(request.modelId);
  const task = model?.task ?? "picture";
  const seed = (request.seed + index) % 2 ** 31;
  const given = await Promise.all(input.inputs.map(readGiven));
  const [first] = given;
  const size = sizeFor(request, { first, pixels });
  const words = { prompt: request.prompt, seed };
  if (task === "clip") return drawClip(request, { words, size, first, model });
  if (first)
    return sketchOfPictures([first, ...given.slice(1)], { request, task, words, size, index });
  if (task !== "picture") throw rejected("input_rejected", `${task} needs a picture`);
  const laidOut = sizeFor({ ...request, resolution: "1mp" }, { pixels: MEGAPIXEL });
  const scale = size.width / laidOut.width;
  const format = request.format;
  return encode(paintByWords({ ...words, ...laidOut, scale }), format);
}

function sizeFor(
  { aspectRatio, resolution }: Pick<SketchRequest, "aspectRatio" | "resolution">,
  { first, pixels }: { first?: GivenPicture | undefined; pixels: number },
): PictureSize {
  const times = Math.min(mostMegapixels, Number(/^(\d)mp$/.exec(resolution)?.[1] ?? 1));
  const megapixels = (times * pixels) / MEGAPIXEL;
  if (first && (aspectRatio === null || aspectRatio === MATCH_INPUT)) {
    return sizeLike(first.whole, megapixels);
  }
  const size = parsePictureSize(aspectRatio ?? "1:1", megapixels);
  if (size) return size;
  throw rejected("provider_rejected", `no aspect ratio: ${aspectRatio}`);
}

async function drawClip(
  { prompt, seconds }: SketchRequest,
  of: {
    words: { prompt: string; seed: number };
    size: PictureSize;
    first: GivenPicture | undefined;
    model: ImageModel | undefined;
  },
): Promise<SketchFile> {
  const { words, first, model } = of;
  const length = seconds === null ? `${CLIP_SECONDS} s` : `${CLIP_SECONDS} of ${seconds} s`;
  const seed = model?.hasSeed ? [`seed ${words.seed}`] : [];
  const text: LabelText = {
    parts: ["SKETCH clip", length, "no AI model was used", ...seed],
    quote: prompt,
  };
  const size = clipSize(of.size);
  const bytes = first
    ? await clipOfPicture(first, words, { size, text })
    : await clipByWords(words, size, text);
  return { bytes, contentType: "image/gif" };
}

function rejected(code: "input_rejected" | "provider_rejected", message: string): AppError {
  return new AppError({ code, message, retryable: false });
}
