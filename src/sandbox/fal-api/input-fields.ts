import { z } from "zod";

/** The fields the endpoints are made of, as fal.ai/models/<endpoint>/api has them. */

const PRESETS = {
  square_hd: [1024, 1024],
  square: [512, 512],
  portrait_4_3: [768, 1024],
  portrait_16_9: [576, 1024],
  landscape_4_3: [1024, 768],
  landscape_16_9: [1024, 576],
} as const;
const presetNames = z.enum(Object.keys(PRESETS) as (keyof typeof PRESETS)[]);
const toPreset = presetNames.transform((name) => {
  const [width, height] = PRESETS[name];
  return { width, height };
});

const SHAPES = ["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"] as const;

export const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const address = z.string().regex(/^(https?:\/\/|data:)/, "is no address");

export const prompt = z.string().min(1);
export const seed = z.number().int().optional();
export const numImages = whole(1, 4).default(1);
export const steps = (min: number, max: number, usual: number) => whole(min, max).default(usual);
export const guidance = (min: number, max: number, usual: number) =>
  z.number().min(min).max(max).default(usual);
export const flag = (usual: boolean) => z.boolean().default(usual);
export const tolerance = (max: number) =>
  z.enum(["1", "2", "3", "4", "5", "6"].slice(0, max)).default("2");
export const format = <const Formats extends readonly [string, ...string[]]>(formats: Formats) =>
  z.enum(formats).default(formats[0]);
export const oneAddress = address;
export const addresses = (max: number) => z.array(address).min(1).max(max);
export const shape = z.enum(SHAPES);
/** Any, between the widest and the tallest. */
export const anyShape = z.string().regex(/^\d{1,2}:\d{1,2}$/);
export const oneOf = z.enum;

/** A preset, or sides in pixels. */
export function size(options: { min: number; max: number; step: number }) {
  const side = z.number().int().min(options.min).max(options.max).multipleOf(options.step);
  return z.union([toPreset, z.strictObject({ width: side, height: side })]);
}

export const usualSize = PRESETS.landscape_4_3;
