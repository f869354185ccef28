import { z } from "zod";
import { type ImageModel, MATCH_INPUT, PICTURE_FORMATS, type PictureFormat } from "./model.js";

/** What a model is told besides words and pictures. Null: the model has no such thing, or decides by itself. */
export interface ModelOptions {
  /** e.g. `16:9`, or `match_input`. */
  readonly aspectRatio: string | null;
  /** The id of one of the model's resolutions. */
  readonly resolution: string;
  readonly format: PictureFormat | null;
  readonly seconds: number | null;
  /** 0 … 1. */
  readonly strength: number | null;
  readonly guidance: number | null;
  readonly steps: number | null;
  /** The model writes the prompt out by itself first. */
  readonly enhance: boolean;
}

/** As they are stored. What an older edition did not know is as nobody had asked for it. */
export const ModelOptionsSchema = z.object({
  aspectRatio: z.string().nullable().default(null),
  resolution: z.string().default("standard"),
  format: z.enum(PICTURE_FORMATS).nullable().default(null),
  seconds: z.number().nullable().default(null),
  strength: z.number().nullable().default(null),
  guidance: z.number().nullable().default(null),
  steps: z.number().nullable().default(null),
  enhance: z.boolean().default(false),
});

/** The shapes a model offers for a request; none when the shape follows from the picture given. */
export function shapesFor(model: ImageModel, inputCount: number): readonly string[] {
  const { aspectRatios } = model;
  if (inputCount === 0) return aspectRatios.filter((shape) => shape !== MATCH_INPUT);
  return aspectRatios.includes(MATCH_INPUT) ? aspectRatios : [];
}

/** The shape nobody has to ask for. */
export function usualShape(model: ImageModel, inputCount: number): string | null {
  if (inputCount === 0) return model.defaultAspectRatio;
  return model.aspectRatios.includes(MATCH_INPUT) ? MATCH_INPUT : null;
}
