import type { z } from "zod";
import * as schemas from "./input-schemas.js";

/** A model's input after its schema, read by whoever draws or adds up. */
export type Input = Readonly<Record<string, unknown>>;

export interface ServedModel {
  /** Its id in our catalog, by which it is drawn. */
  readonly modelId: string;
  readonly slug: string;
  /** Of a community model: it is asked for by this alone. */
  readonly version?: string;
  readonly schema: z.ZodType<Input>;
  /** Whether the output is a list even of one. */
  readonly isList: boolean;
  /** What is made unless the input says otherwise. */
  readonly format: "webp" | "jpg" | "png" | "mp4";
  /** Of one picture or clip, in millionths of a US dollar. `megapixels`: of each picture given, begun ones whole. */
  readonly unitMicroUsd: (input: Input, megapixels: readonly number[]) => number;
  /** More are refused by the model's own memory. */
  readonly maxPixels?: number;
}

const flat = (microUsd: number) => () => microUsd;
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const made = ({ resolution = "1 MP" }: Input) => Number.parseFloat(String(resolution));
const seconds = ({ duration = 5 }: Input) => Number(duration);
const SEEDANCE: Readonly<Record<string, number>> = {
  "480p": 15_000,
  "720p": 25_000,
  "1080p": 60_000,
};

const BFL = "black-forest-labs";
const APPS = "flux-kontext-apps";

/** replicate.com/pricing as of 2026-10, beside what each model's page says of its input and output. */
export const SERVED_MODELS: readonly ServedModel[] = [
  {
    modelId: "flux-schnell",
    slug: `${BFL}/flux-schnell`,
    schema: schemas.schnell,
    format: "webp",
    isList: true,
    unitMicroUsd: flat(3_000),
  },
  {
    modelId: "flux-dev",
    slug: `${BFL}/flux-dev`,
    schema: schemas.dev,
    format: "webp",
    isList: true,
    unitMicroUsd: flat(25_000),
  },
  {
    modelId: "flux-krea-dev",
    slug: `${BFL}/flux-krea-dev`,
    schema: schemas.dev,
    format: "webp",
    isList: true,
    unitMicroUsd: flat(25_000),
  },
  {
    modelId: "flux-1.1-pro",
    slug: `${BFL}/flux-1.1-pro`,
    schema: schemas.proOneOne,
    format: "webp",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "flux-1.1-pro-ultra",
    slug: `${BFL}/flux-1.1-pro-ultra`,
    schema: schemas.ultra,
    format: "jpg",
    isList: false,
    unitMicroUsd: flat(60_000),
  },
  {
    modelId: "flux-2-klein-4b",
    slug: `${BFL}/flux-2-klein-4b`,
    schema: schemas.kleinFour,
    format: "jpg",
    isList: true,
    unitMicroUsd: flat(1_000),
  },
  {
    modelId: "flux-2-klein-9b",
    slug: `${BFL}/flux-2-klein-9b`,
    schema: schemas.kleinNine,
    format: "jpg",
    isList: true,
    unitMicroUsd: flat(15_000),
  },
  {
    modelId: "flux-2-dev",
    slug: `${BFL}/flux-2-dev`,
    schema: schemas.fluxTwoDev,
    format: "webp",
    isList: false,
    unitMicroUsd: flat(30_000),
  },
  {
    modelId: "flux-2-flex",
    slug: `${BFL}/flux-2-flex`,
    schema: schemas.fluxTwoFlex,
    format: "webp",
    isList: false,
    unitMicroUsd: (input, given) => 60_000 * (made(input) + sum(given)),
  },
  {
    modelId: "flux-2-pro",
    slug: `${BFL}/flux-2-pro`,
    schema: schemas.fluxTwo,
    format: "webp",
    isList: false,
    unitMicroUsd: (input, given) => 15_000 * (1 + made(input) + sum(given)),
  },
  {
    modelId: "flux-2-max",
    slug: `${BFL}/flux-2-max`,
    schema: schemas.fluxTwo,
    format: "webp",
    isList: false,
    unitMicroUsd: (input, given) => 40_000 + 30_000 * (made(input) + sum(given)),
  },
  {
    modelId: "flux-kontext-pro",
    slug: `${BFL}/flux-kontext-pro`,
    schema: schemas.kontext,
    format: "png",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "flux-kontext-max",
    slug: `${BFL}/flux-kontext-max`,
    schema: schemas.kontext,
    format: "png",
    isList: false,
    unitMicroUsd: flat(80_000),
  },
  {
    modelId: "flux-kontext-multi-pro",
    slug: `${APPS}/multi-image-kontext-pro`,
    schema: schemas.kontextPair,
    format: "png",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "flux-kontext-multi-max",
    slug: `${APPS}/multi-image-kontext-max`,
    schema: schemas.kontextPair,
    format: "png",
    isList: false,
    unitMicroUsd: flat(80_000),
  },
  {
    modelId: "upscale-fast",
    slug: "nightmareai/real-esrgan",
    maxPixels: 2_096_704,
    schema: schemas.realEsrgan,
    format: "png",
    isList: false,
    unitMicroUsd: flat(2_000),
  },
  {
    modelId: "upscale-crisp",
    slug: "recraft-ai/recraft-crisp-upscale",
    schema: schemas.crispUpscale,
    format: "webp",
    isList: false,
    unitMicroUsd: flat(6_000),
  },
  {
    modelId: "restore",
    slug: `${APPS}/restore-image`,
    schema: schemas.restore,
    format: "png",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "remove-text",
    slug: `${APPS}/text-removal`,
    schema: schemas.textRemoval,
    format: "png",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "remove-background",
    slug: "851-labs/background-remover",
    version: "a029dff38972b5fda4ec5d75d7d1cd25aeff621d2cf4946a41055d7db66b80bc",
    schema: schemas.backgroundRemover,
    format: "png",
    isList: false,
    unitMicroUsd: flat(1_000),
  },
  {
    modelId: "portrait-series",
    slug: `${APPS}/portrait-series`,
    schema: schemas.portraits,
    format: "png",
    isList: true,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "headshot",
    slug: `${APPS}/professional-headshot`,
    schema: schemas.headshot,
    format: "png",
    isList: false,
    unitMicroUsd: flat(40_000),
  },
  {
    modelId: "seedance-fast",
    slug: "bytedance/seedance-1-pro-fast",
    schema: schemas.seedance,
    format: "mp4",
    isList: false,
    unitMicroUsd: (input) => (SEEDANCE[String(input.resolution ?? "1080p")] ?? 0) * seconds(input),
  },
  {
    modelId: "kling-turbo",
    slug: "kwaivgi/kling-v2.5-turbo-pro",
    schema: schemas.kling,
    format: "mp4",
    isList: false,
    unitMicroUsd: (input) => 70_000 * seconds(input),
  },
];
