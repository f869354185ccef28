import type { FalEndpoint, FalModel } from "./endpoint.js";
import {
  count,
  enhance,
  format,
  type InputPart,
  onePicture,
  pictures,
  prompt,
  seed,
  shape,
  size,
  tolerance,
} from "./input.js";
import type { SideRules } from "./picture-size.js";
import { perMegapixel, perPicture, type UnitPrice } from "./price.js";

export const FLUX_1: SideRules = { min: 256, max: 2048, step: 16 };
/** docs.bfl.ai: multiples of 32, 1440 at most. */
export const FLUX_1_PRO: SideRules = { min: 256, max: 1440, step: 32 };
export const FLUX_2: SideRules = { min: 512, max: 2048, step: 16 };

/** Several pictures in one run. */
export const batch = [prompt, seed, count, format];
export const single = [prompt, seed, format];
export const kontext = [...single, shape, tolerance, enhance("enhance_prompt")];
export const kontextApp = [onePicture, seed, format, tolerance];

export function toKontext(path: string, microUsd: number): FalModel {
  const unitMicroUsd = perPicture(microUsd);
  return {
    fromWords: { path: `${path}/text-to-image`, parts: kontext, unitMicroUsd },
    fromPictures: { path, parts: [...kontext, onePicture], unitMicroUsd },
  };
}

export function toKontextMulti(path: string, microUsd: number): FalModel {
  const parts = [...kontext, pictures];
  return {
    fromPictures: { path, parts, unitMicroUsd: perPicture(microUsd) },
  };
}

export function toFlux2(
  path: string,
  { parts, price }: { parts: readonly InputPart[]; price: Prices },
): FalModel {
  const all = [...single, size(FLUX_2), ...parts];
  const { edit = price.words, words } = price;
  return {
    fromWords: { path, parts: all, unitMicroUsd: perMegapixel(words, FLUX_2) },
    fromPictures: {
      path: `${path}/edit`,
      parts: [...all, pictures],
      unitMicroUsd: perMegapixel(edit, FLUX_2),
    },
  };
}

interface Prices {
  readonly words: { first: number; more?: number; given?: number };
  readonly edit?: { first: number; more?: number; given?: number };
}

export function toClip(
  path: string,
  options: { words: readonly InputPart[]; pictures: readonly InputPart[]; price: UnitPrice },
): FalModel {
  const unitMicroUsd = options.price;
  return {
    fromWords: { path: `${path}/text-to-video`, parts: options.words, unitMicroUsd },
    fromPictures: {
      path: `${path}/image-to-video`,
      parts: [...options.pictures, onePicture],
      unitMicroUsd,
    },
  };
}

export function toTreatment(endpoint: FalEndpoint): FalModel {
  return { fromPictures: endpoint };
}
