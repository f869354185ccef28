import type { OptionValue } from "../chat/chat-request.js";
import type { ModelOptions } from "./model-options.js";
import { findModel } from "./models.js";

/**
 * What a request was asked for by, as if it had been typed, so that it can be asked for again. What the model does by
 * itself is left out, and so is the seed: once more means another picture.
 */
export function toRawOptions(asked: {
  modelId: string;
  prompt: string;
  count: number;
  options: ModelOptions;
}): Readonly<Record<string, OptionValue>> {
  const { options, modelId, prompt, count } = asked;
  const { aspectRatio: aspect, resolution, format, seconds, strength, guidance, steps } = options;
  const hasShapes = (findModel(modelId)?.aspectRatios.length ?? 0) > 0;
  const given = { aspect: hasShapes ? aspect : null, format, seconds, strength, guidance, steps };
  return {
    model: modelId,
    resolution,
    count,
    ...(prompt !== "" && { prompt }),
    ...(options.enhance && { enhance: true }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
  } as Readonly<Record<string, OptionValue>>;
}
