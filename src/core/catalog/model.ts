import type { Credits } from "../credits.js";

/**
 * Lanes are separate lines, so that quick models never wait behind slow ones. `private` is for whatever is not kept, of
 * all models; the others are for what a model makes.
 */
export const LANES = ["quick", "standard", "clip", "private"] as const;
export type Lane = (typeof LANES)[number];

/** What a model is for. `picture` models draw by words, from nothing or from pictures; the others do one thing each. */
export const MODEL_TASKS = [
  "picture",
  "upscale",
  "restore",
  "remove_text",
  "remove_background",
  "portraits",
  "headshot",
  "clip",
] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

export const PICTURE_FORMATS = ["png", "jpg", "webp"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** The shape of the first picture given, instead of one of our own choosing. */
export const MATCH_INPUT = "match_input";

/** A number a person may turn, and what it is when nobody does. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** One size or quality a model offers, and its price: for a picture, or for a second of a clip. */
export interface Resolution {
  /** As typed, e.g. `1mp` or `720p`. */
  readonly id: string;
  readonly credits: Credits;
  /** What is added for each picture given. */
  readonly creditsPerInput: Credits;
  /** The most any provider asks for the same, in millionths of a US dollar. */
  readonly costMicroUsd: number;
  readonly costPerInputMicroUsd: number;
}

/** The pictures a model takes. */
export interface TakenInputs {
  readonly min: number;
  readonly max: number;
  /** Of each, at most; what is larger is scaled down before it is sent, so that no model charges for more. */
  readonly maxPixels: number;
}

/** One model of the catalog. Data only; how its options are called at a provider stands in that provider's adapter. */
export interface ImageModel {
  /** Stable id, stored with every generation. */
  readonly id: string;
  readonly name: string;
  readonly task: ModelTask;
  readonly output: "picture" | "clip";
  readonly prompt: "required" | "none";
  readonly inputs: TakenInputs;
  /** Empty: the shape follows from the picture given. */
  readonly aspectRatios: readonly string[];
  /** Without pictures. With pictures it is `match_input`, where that is offered. */
  readonly defaultAspectRatio: string | null;
  /** Most pictures in one request. */
  readonly maxCount: number;
  /** True when one run makes all pictures of a request; otherwise each is a run of its own, with the next seed. */
  readonly isBatched: boolean;
  readonly hasSeed: boolean;
  /** The first one unless another is asked for. */
  readonly resolutions: readonly [Resolution, ...Resolution[]];
  /** The first one unless another is asked for. Empty: the model decides. */
  readonly formats: readonly PictureFormat[];
  /** Lengths of a clip; null for pictures. */
  readonly seconds: { readonly choices: readonly number[]; readonly default: number } | null;
  /** How far the picture given may be left behind, 0 … 1. */
  readonly strength: Range | null;
  readonly guidance: Range | null;
  readonly steps: Range | null;
  /** The model can write the prompt out by itself before it draws. Only when asked to. */
  readonly canEnhance: boolean;
  /** Who serves it, by the names of the adapters. */
  readonly providers: readonly string[];
  readonly lane: Lane;
  /** Of one run. Used for the first estimate, until there are runs of our own to go by. */
  readonly typicalSeconds: number;
  readonly licence: string;
  /** What to write beside a picture that is published. */
  readonly attribution: string;
}
