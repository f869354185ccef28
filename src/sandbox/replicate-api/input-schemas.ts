import { z } from "zod";

/** What models take, by their pages on replicate.com (2026-11). A field they do not know, or of another type, is refused. */

const uri = z.string().regex(/^(https?:\/\/|data:)/, "Does not match format 'uri'");
const prompt = z.string().min(1);
const seed = z.number().int().optional();
const whole = (min: number, max: number) => z.number().int().min(min).max(max).optional();
const decimal = (min: number, max: number) => z.number().min(min).max(max).optional();
const flag = z.boolean().optional();
const quality = whole(0, 100);
const anyFile = z.enum(["webp", "jpg", "png"]).optional();
const plainFile = z.enum(["jpg", "png"]).optional();

const NINE = ["1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3"] as const;
const ELEVEN = [...NINE, "21:9", "9:21"] as const;
const KONTEXT = ["match_input_image", ...ELEVEN, "2:1", "1:2"] as const;

const fluxOne = (most: { steps: number }) =>
  z.strictObject({
    prompt,
    aspect_ratio: z.enum(ELEVEN).optional(),
    num_outputs: whole(1, 4),
    num_inference_steps: whole(1, most.steps),
    seed,
    output_format: anyFile,
    output_quality: quality,
    disable_safety_checker: flag,
    go_fast: flag,
    megapixels: z.enum(["1", "0.25"]).optional(),
  });
export const schnell = fluxOne({ steps: 4 });
/** Krea dev takes the same. */
export const dev = fluxOne({ steps: 50 }).extend({
  image: uri.optional(),
  prompt_strength: decimal(0, 1),
  guidance: decimal(0, 10),
});

export const proOneOne = z.strictObject({
  prompt,
  image_prompt: uri.optional(),
  aspect_ratio: z.enum(["custom", ...NINE]).optional(),
  width: whole(256, 1_440),
  height: whole(256, 1_440),
  safety_tolerance: whole(1, 5),
  seed,
  prompt_upsampling: flag,
  output_format: anyFile,
  output_quality: quality,
});

export const ultra = z.strictObject({
  prompt,
  image_prompt: uri.optional(),
  image_prompt_strength: decimal(0, 1),
  aspect_ratio: z.enum(ELEVEN).optional(),
  safety_tolerance: whole(1, 6),
  seed,
  raw: flag,
  output_format: plainFile,
});

export const kontext = z
  .strictObject({
    prompt,
    input_image: uri.optional(),
    aspect_ratio: z.enum(KONTEXT).optional(),
    seed,
    output_format: plainFile,
    safety_tolerance: whole(0, 6),
    prompt_upsampling: flag,
  })
  .refine(({ input_image, safety_tolerance = 2 }) => !input_image || safety_tolerance <= 2, {
    path: ["safety_tolerance"],
    message: "2 is currently the maximum allowed when input images are used",
  });

const appParts = { seed, output_format: plainFile, safety_tolerance: whole(0, 2) };
export const kontextPair = z.strictObject({
  prompt,
  input_image_1: uri,
  input_image_2: uri,
  aspect_ratio: z.enum(KONTEXT).optional(),
  ...appParts,
});
export const restore = z.strictObject({ input_image: uri, ...appParts });
export const textRemoval = restore.extend({ aspect_ratio: z.enum(KONTEXT).optional() });
const GROUNDS = ["white", "black", "gray", "green screen", "neutral", "original"] as const;
export const headshot = textRemoval.extend({
  gender: z.enum(["none", "male", "female"]).optional(),
  background: z.enum(GROUNDS).optional(),
});
export const portraits = restore.omit({ seed: true }).extend({
  num_images: whole(1, 13),
  background: z.enum(GROUNDS).optional(),
  randomize_images: flag,
});

/** FLUX.2 pro and max. */
export const fluxTwo = z.strictObject({
  prompt,
  input_images: z.array(uri).max(8).optional(),
  aspect_ratio: z.enum(["match_input_image", "custom", ...NINE]).optional(),
  resolution: z.enum(["match_input_image", "0.5 MP", "1 MP", "2 MP", "4 MP"]).optional(),
  width: whole(256, 2_048),
  height: whole(256, 2_048),
  safety_tolerance: whole(1, 5),
  seed,
  output_format: anyFile,
  output_quality: quality,
});
export const fluxTwoFlex = fluxTwo.extend({
  input_images: z.array(uri).max(10).optional(),
  prompt_upsampling: flag,
  steps: whole(1, 50),
  guidance: decimal(1.5, 10),
});
export const fluxTwoDev = z.strictObject({
  prompt,
  input_images: z.array(uri).max(4).optional(),
  go_fast: flag,
  aspect_ratio: z.enum(["match_input_image", "custom", ...NINE]).optional(),
  width: whole(256, 1_440),
  height: whole(256, 1_440),
  seed,
  output_format: anyFile,
  output_quality: quality,
  disable_safety_checker: flag,
});
const klein = z.strictObject({
  prompt,
  images: z.array(uri).max(5).optional(),
  aspect_ratio: z.enum(["match_input_image", ...ELEVEN]).optional(),
  seed,
  go_fast: flag,
  output_format: anyFile,
  output_quality: quality,
  disable_safety_checker: flag,
});
const megapixels = z.enum(["0.25", "0.5", "1", "2", "4"]).optional();
export const kleinFour = klein.extend({ output_megapixels: megapixels });
export const kleinNine = klein.extend({ megapixels });

export const realEsrgan = z.strictObject({
  image: uri,
  scale: decimal(0, 10),
  face_enhance: flag,
});
export const crispUpscale = z.strictObject({ image: uri });
export const backgroundRemover = z.strictObject({
  image: uri,
  format: plainFile,
  reverse: flag,
  threshold: decimal(0, 1),
  background_type: z.string().optional(),
});

export const seedance = z.strictObject({
  prompt,
  image: uri.optional(),
  duration: whole(2, 12),
  resolution: z.enum(["480p", "720p", "1080p"]).optional(),
  aspect_ratio: z.enum(["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"]).optional(),
  fps: z.literal(24).optional(),
  camera_fixed: flag,
  seed,
});
export const kling = z.strictObject({
  prompt,
  image: uri.optional(),
  start_image: uri.optional(),
  end_image: uri.optional(),
  duration: z.union([z.literal(5), z.literal(10)]).optional(),
  aspect_ratio: z.enum(["16:9", "9:16", "1:1"]).optional(),
  negative_prompt: z.string().optional(),
});
