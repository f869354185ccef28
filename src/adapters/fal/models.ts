import type { FalModel } from "./endpoint.js";
import {
  batch,
  FLUX_1,
  FLUX_1_PRO,
  kontextApp,
  single,
  toClip,
  toFlux2,
  toKontext,
  toKontextMulti,
  toTreatment,
} from "./families.js";
import {
  duration,
  enhance,
  fixed,
  guidance,
  onePicture,
  prompt,
  resolution,
  scale,
  seed,
  shape,
  size,
  steps,
  strength,
  tolerance,
} from "./input.js";
import { perMegapixel, perMegapixelGiven, perPicture, perSecond } from "./price.js";

const proParts = [tolerance];
const seedance = [prompt, seed, duration, resolution];

/** Our catalog ids, and what fal.ai/models/<endpoint>/api says of them. */
export const FAL_MODELS: Readonly<Record<string, FalModel>> = {
  "flux-schnell": {
    fromWords: {
      path: "fal-ai/flux/schnell",
      parts: [...batch, size(FLUX_1), fixed({ num_inference_steps: 4 })],
      unitMicroUsd: perMegapixel({ first: 3_000 }, FLUX_1),
    },
  },
  "flux-dev": {
    fromWords: {
      path: "fal-ai/flux/dev",
      parts: [...batch, size(FLUX_1), guidance, steps],
      unitMicroUsd: perMegapixel({ first: 25_000 }, FLUX_1),
    },
    fromPictures: {
      path: "fal-ai/flux/dev/image-to-image",
      parts: [...batch, onePicture, strength, guidance, steps],
      unitMicroUsd: perMegapixelGiven(30_000),
      minSteps: 10,
    },
  },
  "flux-krea-dev": {
    fromWords: {
      path: "fal-ai/flux/krea",
      parts: [...batch, size(FLUX_1), guidance, steps],
      unitMicroUsd: perMegapixel({ first: 25_000 }, FLUX_1),
    },
  },
  "flux-1.1-pro": {
    fromWords: {
      path: "fal-ai/flux-pro/v1.1",
      parts: [...single, size(FLUX_1_PRO), tolerance, enhance("enhance_prompt")],
      unitMicroUsd: perMegapixel({ first: 40_000 }, FLUX_1_PRO),
    },
  },
  "flux-1.1-pro-ultra": {
    fromWords: {
      path: "fal-ai/flux-pro/v1.1-ultra",
      parts: [...single, shape, tolerance],
      unitMicroUsd: perPicture(60_000),
    },
  },
  "flux-2-klein-4b": toFlux2("fal-ai/flux-2/klein/4b", {
    parts: [],
    price: { words: { first: 5_000 }, edit: { first: 10_000 } },
  }),
  "flux-2-klein-9b": toFlux2("fal-ai/flux-2/klein/9b", {
    parts: [],
    price: { words: { first: 15_000 } },
  }),
  "flux-2-dev": toFlux2("fal-ai/flux-2", {
    parts: [enhance("enable_prompt_expansion")],
    price: { words: { first: 12_000, given: 12_000 } },
  }),
  "flux-2-flex": toFlux2("fal-ai/flux-2-flex", {
    parts: [tolerance, guidance, steps, enhance("enable_prompt_expansion")],
    price: { words: { first: 60_000, given: 60_000 } },
  }),
  "flux-2-pro": toFlux2("fal-ai/flux-2-pro", {
    parts: proParts,
    price: { words: { first: 30_000, more: 15_000, given: 15_000 } },
  }),
  "flux-2-max": toFlux2("fal-ai/flux-2-max", {
    parts: proParts,
    price: { words: { first: 70_000, more: 30_000, given: 30_000 } },
  }),
  "flux-kontext-pro": toKontext("fal-ai/flux-pro/kontext", 40_000),
  "flux-kontext-max": toKontext("fal-ai/flux-pro/kontext/max", 80_000),
  "flux-kontext-multi-pro": toKontextMulti("fal-ai/flux-pro/kontext/multi", 40_000),
  "flux-kontext-multi-max": toKontextMulti("fal-ai/flux-pro/kontext/max/multi", 80_000),
  "upscale-fast": toTreatment({
    path: "fal-ai/esrgan",
    parts: [onePicture, scale],
    unitMicroUsd: perPicture(5_000),
  }),
  "upscale-crisp": toTreatment({
    path: "fal-ai/recraft/upscale/crisp",
    parts: [onePicture],
    unitMicroUsd: perPicture(4_000),
    isPngOnly: true,
  }),
  restore: toTreatment({
    path: "fal-ai/image-editing/photo-restoration",
    parts: kontextApp,
    unitMicroUsd: perPicture(40_000),
  }),
  "remove-text": toTreatment({
    path: "fal-ai/image-editing/text-removal",
    parts: kontextApp,
    unitMicroUsd: perPicture(40_000),
  }),
  "remove-background": toTreatment({
    path: "fal-ai/birefnet/v2",
    parts: [onePicture, fixed({ output_format: "png" })],
    unitMicroUsd: perPicture(5_000),
  }),
  "seedance-fast": toClip("fal-ai/bytedance/seedance/v1/pro/fast", {
    words: [...seedance, shape],
    pictures: seedance,
    price: perSecond({ "480p": 10_000, "720p": 22_000, "1080p": 49_000 }),
  }),
  "kling-turbo": toClip("fal-ai/kling-video/v2.5-turbo/pro", {
    words: [prompt, duration, shape],
    pictures: [prompt, duration],
    price: perSecond({ "1080p": 70_000 }),
  }),
};
