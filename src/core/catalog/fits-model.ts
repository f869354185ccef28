import type { ImageRequest } from "../ports/image-provider.js";
import type { ImageModel } from "./model.js";
import { shapesFor } from "./model-options.js";

/**
 * True when the model can make what is asked for. People's requests are checked when they are made; providers check
 * again, because what is sent is paid for.
 */
export function fitsModel(model: ImageModel, request: ImageRequest): boolean {
  const { inputs, aspectRatio, seed, count, format, seconds } = request;
  const shapes = shapesFor(model, inputs.length);
  const isShape = aspectRatio === null || shapes.includes(aspectRatio);
  const isSeed = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31;
  const most = model.isBatched ? model.maxCount : 1;
  return (
    isShape &&
    isSeed &&
    Number.isInteger(count) &&
    count >= 1 &&
    count <= most &&
    inputs.length >= model.inputs.min &&
    inputs.length <= model.inputs.max &&
    model.resolutions.some(({ id }) => id === request.resolution) &&
    (format === null || model.formats.includes(format)) &&
    (model.seconds === null ? seconds === null : model.seconds.choices.includes(seconds ?? 0)) &&
    (request.prompt === "") === (model.prompt === "none")
  );
}
