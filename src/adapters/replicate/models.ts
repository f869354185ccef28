import { fitsModel } from "../../core/catalog/fits-model.js";
import { findModel } from "../../core/catalog/models.js";
import { AppError } from "../../core/errors.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";
import * as inputs from "./model-inputs.js";
import { perMegapixel, perPicture, perSecond, type UnitPrice } from "./model-prices.js";

/** One of our models as Replicate serves it. */
export interface ReplicateModel {
  /** `owner/name`. */
  readonly slug: string;
  /** Of a community model, which runs by a version; an official one runs by its name. */
  readonly version?: string;
  readonly toInput: inputs.ToInput;
  /** Per picture or clip, in millionths of a US dollar. Failed runs are not billed. */
  readonly unitMicroUsd: UnitPrice;
  /** Larger pictures are refused, after a wait. */
  readonly maxPixelsEach?: number;
  readonly maxPixelsTogether?: number;
}

const MEGAPIXEL = 1_048_576;
/** BFL takes nine megapixels of pictures together. */
const FLUX_2 = { maxPixelsTogether: 9 * MEGAPIXEL };

/** Our catalog ids, and what replicate.com/<slug>/api and replicate.com/pricing say of them, 2026-11. */
const MODELS: Readonly<Record<string, ReplicateModel>> = {
  "flux-schnell": {
    slug: "black-forest-labs/flux-schnell",
    toInput: inputs.fluxOne,
    unitMicroUsd: perPicture(3_000),
  },
  "flux-dev": {
    slug: "black-forest-labs/flux-dev",
    toInput: inputs.fluxOne,
    unitMicroUsd: perPicture(25_000),
  },
  "flux-krea-dev": {
    slug: "black-forest-labs/flux-krea-dev",
    toInput: inputs.fluxOne,
    unitMicroUsd: perPicture(25_000),
  },
  "flux-1.1-pro": {
    slug: "black-forest-labs/flux-1.1-pro",
    toInput: inputs.fluxOneOne,
    unitMicroUsd: perPicture(40_000),
  },
  "flux-1.1-pro-ultra": {
    slug: "black-forest-labs/flux-1.1-pro-ultra",
    toInput: inputs.fluxUltra,
    unitMicroUsd: perPicture(60_000),
  },
  "flux-2-klein-4b": {
    slug: "black-forest-labs/flux-2-klein-4b",
    toInput: inputs.fluxTwoKlein,
    unitMicroUsd: perPicture(1_000),
  },
  "flux-2-klein-9b": {
    slug: "black-forest-labs/flux-2-klein-9b",
    toInput: inputs.fluxTwoKlein,
    unitMicroUsd: perPicture(15_000),
  },
  // By GPU time, 12 000 to 30 000: the most is booked.
  "flux-2-dev": {
    slug: "black-forest-labs/flux-2-dev",
    toInput: inputs.fluxTwoDev,
    unitMicroUsd: perPicture(30_000),
  },
  "flux-2-flex": {
    slug: "black-forest-labs/flux-2-flex",
    toInput: inputs.fluxTwoFlex,
    unitMicroUsd: perMegapixel({ run: 0, made: 60_000, given: 60_000 }),
    ...FLUX_2,
  },
  "flux-2-pro": {
    slug: "black-forest-labs/flux-2-pro",
    toInput: inputs.fluxTwo,
    unitMicroUsd: perMegapixel({ run: 15_000, made: 15_000, given: 15_000 }),
    ...FLUX_2,
  },
  "flux-2-max": {
    slug: "black-forest-labs/flux-2-max",
    toInput: inputs.fluxTwo,
    unitMicroUsd: perMegapixel({ run: 40_000, made: 30_000, given: 30_000 }),
    ...FLUX_2,
  },
  "flux-kontext-pro": {
    slug: "black-forest-labs/flux-kontext-pro",
    toInput: inputs.kontext,
    unitMicroUsd: perPicture(40_000),
  },
  "flux-kontext-max": {
    slug: "black-forest-labs/flux-kontext-max",
    toInput: inputs.kontext,
    unitMicroUsd: perPicture(80_000),
  },
  "flux-kontext-multi-pro": {
    slug: "flux-kontext-apps/multi-image-kontext-pro",
    toInput: inputs.kontextPair,
    unitMicroUsd: perPicture(40_000),
  },
  "flux-kontext-multi-max": {
    slug: "flux-kontext-apps/multi-image-kontext-max",
    toInput: inputs.kontextPair,
    unitMicroUsd: perPicture(80_000),
  },
  // "Input image of … greater than the max size that fits in GPU memory on this hardware, 2096704."
  "upscale-fast": {
    slug: "nightmareai/real-esrgan",
    toInput: inputs.realEsrgan,
    unitMicroUsd: perPicture(2_000),
    maxPixelsEach: 2_096_704,
  },
  "upscale-crisp": {
    slug: "recraft-ai/recraft-crisp-upscale",
    toInput: inputs.crispUpscale,
    unitMicroUsd: perPicture(6_000),
  },
  restore: {
    slug: "flux-kontext-apps/restore-image",
    toInput: inputs.kontextApp,
    unitMicroUsd: perPicture(40_000),
  },
  "remove-text": {
    slug: "flux-kontext-apps/text-removal",
    toInput: inputs.textRemoval,
    unitMicroUsd: perPicture(40_000),
  },
  // By GPU time, 500 or so: twice that is booked.
  "remove-background": {
    slug: "851-labs/background-remover",
    version: "a029dff38972b5fda4ec5d75d7d1cd25aeff621d2cf4946a41055d7db66b80bc",
    toInput: inputs.backgroundRemover,
    unitMicroUsd: perPicture(1_000),
  },
  "portrait-series": {
    slug: "flux-kontext-apps/portrait-series",
    toInput: inputs.portraitSeries,
    unitMicroUsd: perPicture(40_000),
  },
  headshot: {
    slug: "flux-kontext-apps/professional-headshot",
    toInput: inputs.kontextApp,
    unitMicroUsd: perPicture(40_000),
  },
  "seedance-fast": {
    slug: "bytedance/seedance-1-pro-fast",
    toInput: inputs.seedance,
    unitMicroUsd: perSecond({ "480p": 15_000, "720p": 25_000, "1080p": 60_000 }),
  },
  "kling-turbo": {
    slug: "kwaivgi/kling-v2.5-turbo-pro",
    toInput: inputs.kling,
    unitMicroUsd: perSecond({ "1080p": 70_000 }),
  },
};

export function findReplicateModel(modelId: string): ReplicateModel | undefined {
  return Object.hasOwn(MODELS, modelId) ? MODELS[modelId] : undefined;
}

/** What the whole request costs, in millionths of a US dollar. */
export function requestMicroUsd(request: ImageRequest, count = request.count): number {
  return (findReplicateModel(request.modelId)?.unitMicroUsd(request) ?? 0) * count;
}

/**
 * @throws AppError `provider_rejected` (final) for what no model here can make, `input_rejected` (final) for pictures
 *   that are too large for it.
 */
export function toReplicateModel(request: ImageRequest): ReplicateModel {
  const known = findModel(request.modelId);
  const model = findReplicateModel(request.modelId);
  if (!known || !model || !fitsModel(known, request)) {
    const message = `replicate cannot make ${request.count} of ${request.modelId} like that`;
    throw new AppError({ code: "provider_rejected", message, retryable: false });
  }
  const pixels = request.inputs.map(({ width, height }) => width * height);
  const together = pixels.reduce((sum, each) => sum + each, 0);
  const largest = Math.max(0, ...pixels);
  const { maxPixelsEach = largest, maxPixelsTogether = together } = model;
  if (largest > maxPixelsEach || together > maxPixelsTogether) {
    const message = `replicate: pictures too large for ${request.modelId}`;
    throw new AppError({ code: "input_rejected", message, retryable: false });
  }
  return model;
}
