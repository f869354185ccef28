import { MATCH_INPUT } from "../../core/catalog/model.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";

export type ReplicateInput = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;
/** A model's input for a request. `addresses`: where its pictures are, in their order. */
export type ToInput = (request: ImageRequest, addresses: readonly string[]) => ReplicateInput;

/** The laxest that is allowed with pictures. */
const SAFETY_TOLERANCE = 2;
/** Of JPEG. What a model takes unasked shows blocks. */
const QUALITY = 95;
/** 21:9 has no name at FLUX1.1 pro, but any sides up to 1440 in steps of 32. */
const CUSTOM_SIDES: Readonly<Record<string, { width: number; height: number }>> = {
  "21:9": { width: 1_344, height: 576 },
  "9:21": { width: 576, height: 1_344 },
};
/** `1 MP` is a string at FLUX.2. */
const MEGAPIXELS: Readonly<Record<string, string>> = {
  "1mp": "1 MP",
  "2mp": "2 MP",
  "4mp": "4 MP",
};

const words = ({ prompt, seed }: ImageRequest) => ({ prompt, seed });
const fileType = ({ format }: ImageRequest) => ({ output_format: format ?? "png" });
const fineFile = (request: ImageRequest) => ({ ...fileType(request), output_quality: QUALITY });
const safety = { safety_tolerance: SAFETY_TOLERANCE };

/** Left out, the shape follows from the picture given. */
function shape({ aspectRatio }: ImageRequest): { aspect_ratio?: string } {
  if (aspectRatio === null) return {};
  return { aspect_ratio: aspectRatio === MATCH_INPUT ? "match_input_image" : aspectRatio };
}

/** One picture under a name of the model's own, or none. */
function one(name: string, [address]: readonly string[]): ReplicateInput {
  return address === undefined ? {} : { [name]: address };
}

function list(name: string, addresses: readonly string[]): ReplicateInput {
  return addresses.length === 0 ? {} : { [name]: addresses };
}

function given(name: string, value: number | null): ReplicateInput {
  return value === null ? {} : { [name]: value };
}

/** FLUX.1 schnell, dev and Krea dev. `megapixels` is a string there. */
export const fluxOne: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  ...fineFile(request),
  num_outputs: request.count,
  megapixels: "1",
  ...given("num_inference_steps", request.steps),
  ...given("guidance", request.guidance),
  ...one("image", addresses),
  ...given("prompt_strength", addresses.length > 0 ? request.strength : null),
});

export const fluxOneOne: ToInput = (request) => {
  const sides = CUSTOM_SIDES[request.aspectRatio ?? ""];
  return {
    ...words(request),
    ...(sides ? { aspect_ratio: "custom", ...sides } : shape(request)),
    ...fineFile(request),
    ...safety,
    prompt_upsampling: request.enhance,
  };
};

export const fluxUltra: ToInput = (request) => ({
  ...words(request),
  ...shape(request),
  ...fileType(request),
  ...safety,
});

export const kontext: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  ...fileType(request),
  ...safety,
  prompt_upsampling: request.enhance,
  ...one("input_image", addresses),
});

export const kontextPair: ToInput = (request, [first, ...rest]) => ({
  ...words(request),
  ...shape(request),
  ...fileType(request),
  ...safety,
  ...one("input_image_1", first === undefined ? [] : [first]),
  ...one("input_image_2", rest),
});

/** FLUX.2 pro and max. */
export const fluxTwo: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  ...fineFile(request),
  ...safety,
  resolution: MEGAPIXELS[request.resolution] ?? "1 MP",
  ...list("input_images", addresses),
});

/** It writes the prompt out unless told not to. */
export const fluxTwoFlex: ToInput = (request, addresses) => ({
  ...fluxTwo(request, addresses),
  prompt_upsampling: request.enhance,
  ...given("steps", request.steps),
  ...given("guidance", request.guidance),
});

export const fluxTwoDev: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  ...fineFile(request),
  ...list("input_images", addresses),
});

/** Size left alone: it is one megapixel unasked, and 4B and 9B call it by different names. */
export const fluxTwoKlein: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  ...fineFile(request),
  ...list("images", addresses),
});

/** Restores, headshots: one Kontext run over one picture. */
export const kontextApp: ToInput = (request, addresses) => ({
  seed: request.seed,
  ...fileType(request),
  ...safety,
  ...one("input_image", addresses),
});

export const textRemoval: ToInput = (request, addresses) => ({
  ...kontextApp(request, addresses),
  aspect_ratio: "match_input_image",
});

/** It has no seed. */
export const portraitSeries: ToInput = (request, addresses) => ({
  ...fileType(request),
  ...safety,
  num_images: request.count,
  ...one("input_image", addresses),
});

export const realEsrgan: ToInput = ({ resolution }, addresses) => ({
  scale: resolution === "4x" ? 4 : 2,
  face_enhance: false,
  ...one("image", addresses),
});

export const crispUpscale: ToInput = (_request, addresses) => one("image", addresses);

export const backgroundRemover: ToInput = (_request, addresses) => ({
  format: "png",
  background_type: "rgba",
  ...one("image", addresses),
});

export const seedance: ToInput = (request, addresses) => ({
  ...words(request),
  ...shape(request),
  resolution: request.resolution,
  ...given("duration", request.seconds),
  ...one("image", addresses),
});

/** No seed, and one size. */
export const kling: ToInput = (request, addresses) => ({
  prompt: request.prompt,
  ...shape(request),
  ...given("duration", request.seconds),
  ...one("start_image", addresses),
});
