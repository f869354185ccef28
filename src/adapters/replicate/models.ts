import { AppError } from "../../core/errors.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";

/** One of our models as Replicate serves it. */
export interface ReplicateModel {
  /** `owner/name` of an official model: no version needs to be pinned. */
  readonly slug: string;
  /** Per picture, in millionths of a US dollar. Failed runs are not billed. */
  readonly unitMicroUsd: number;
  readonly toInput: (request: ImageRequest) => Readonly<Record<string, string | number | boolean>>;
}

/** Our catalog ids, and what replicate.com/<slug>/api and replicate.com/pricing say of them. */
const MODELS: Readonly<Record<string, ReplicateModel>> = {
  "flux-schnell": {
    slug: "black-forest-labs/flux-schnell",
    unitMicroUsd: 3_000,
    toInput: (request) => ({ ...toFluxInput(request), num_inference_steps: 4 }),
  },
  "flux-dev": {
    slug: "black-forest-labs/flux-dev",
    unitMicroUsd: 25_000,
    toInput: (request) => ({ ...toFluxInput(request), num_inference_steps: 28, guidance: 3 }),
  },
};

export function findReplicateModel(modelId: string): ReplicateModel | undefined {
  return Object.hasOwn(MODELS, modelId) ? MODELS[modelId] : undefined;
}

/** @throws AppError `provider_rejected` (final) for what no model here can make. */
export function toReplicateModel({ modelId, count, seed }: ImageRequest): ReplicateModel {
  const model = findReplicateModel(modelId);
  const isCount = Number.isInteger(count) && count >= 1 && count <= 4;
  const isSeed = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31;
  if (model && isCount && isSeed) return model;
  throw new AppError({
    code: "provider_rejected",
    message: `replicate cannot make ${count} of ${modelId}`,
    retryable: false,
  });
}

function toFluxInput(request: ImageRequest) {
  return {
    prompt: request.prompt,
    aspect_ratio: request.aspectRatio,
    num_outputs: request.count,
    seed: request.seed,
    output_format: "png", // Lossless, and every chat shows it; webp is what the model would give unasked.
    megapixels: "1", // A string there.
  };
}
