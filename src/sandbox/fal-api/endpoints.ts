import { z } from "zod";
import * as field from "./input-fields.js";
import { type Price, perMegapixel, perPicture, perSecond } from "./prices.js";

/** One address that runs can be asked of. */
export interface Endpoint {
  /** Unknown fields are refused as ill-typed ones are. */
  readonly schema: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly output: "images" | "image" | "video";
  /** Says of each picture whether it was painted over. */
  readonly hasFlags: boolean;
  readonly price: Price;
}

type Shape = z.core.$ZodLooseShape;

function pictures(shape: Shape, price: Price, options: { hasFlags?: boolean } = {}): Endpoint {
  const schema = z.strictObject({ ...shape, sync_mode: field.flag(false) });
  return { schema, output: "images", hasFlags: options.hasFlags ?? true, price };
}

function single(shape: Shape, price: Price): Endpoint {
  const schema = z.strictObject({ ...shape, sync_mode: field.flag(false) });
  return { schema, output: "image", hasFlags: false, price };
}

function clip(shape: Shape, price: Price): Endpoint {
  return { schema: z.strictObject(shape), output: "video", hasFlags: false, price };
}

const checked = { prompt: field.prompt, seed: field.seed, enable_safety_checker: field.flag(true) };
const jpegPng = { output_format: field.format(["jpeg", "png"]) };
const anyFormat = { output_format: field.format(["png", "jpeg", "webp"]) };

const flux1 = {
  ...checked,
  ...jpegPng,
  num_images: field.numImages,
  guidance_scale: field.guidance(1, 20, 3.5),
  acceleration: field.oneOf(["none", "regular", "high"]).default("none"),
};
const flux1Size = { image_size: field.size({ min: 64, max: 14_142, step: 1 }).optional() };
const fluxPro = {
  prompt: field.prompt,
  seed: field.seed,
  num_images: field.numImages,
  safety_tolerance: field.tolerance(6),
  enhance_prompt: field.flag(false),
  ...jpegPng,
};
const kontext = { ...fluxPro, guidance_scale: field.guidance(1, 20, 3.5) };
const freeShape = { aspect_ratio: field.shape.optional() };
const squareShape = { aspect_ratio: field.shape.default("1:1") };

const flux2Size = { image_size: field.size({ min: 512, max: 2048, step: 16 }).optional() };
/** Edits may leave the size to the model. */
const flux2EditSize = {
  image_size: z
    .union([field.size({ min: 512, max: 2048, step: 16 }), z.literal("auto")])
    .optional(),
};
const klein = {
  ...checked,
  num_images: field.numImages,
  num_inference_steps: field.steps(4, 8, 4),
};
const flux2Dev = {
  ...checked,
  ...anyFormat,
  num_images: field.numImages,
  guidance_scale: field.guidance(0, 20, 2.5),
  num_inference_steps: field.steps(4, 50, 28),
  enable_prompt_expansion: field.flag(false),
  acceleration: field.oneOf(["none", "regular", "high"]).default("regular"),
};
const flux2Pro = { ...checked, ...jpegPng, safety_tolerance: field.tolerance(5) };
const flux2Flex = {
  ...flux2Pro,
  guidance_scale: field.guidance(1.5, 10, 3.5),
  num_inference_steps: field.steps(1, 50, 28),
  enable_prompt_expansion: field.flag(true),
};
const kontextApp = {
  image_url: field.oneAddress,
  aspect_ratio: field.shape.optional(),
  guidance_scale: field.guidance(1, 20, 3.5),
  num_inference_steps: field.steps(1, 50, 30),
  safety_tolerance: field.tolerance(6),
  seed: field.seed,
  ...jpegPng,
};

const seedance = {
  ...checked,
  resolution: field.oneOf(["480p", "720p", "1080p"]).default("1080p"),
  duration: field.oneOf(["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]).default("5"),
  camera_fixed: field.flag(false),
  num_frames: field.whole(29, 289).optional(),
};
const seedanceShapes = ["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"] as const;
const kling = {
  prompt: field.prompt,
  duration: field.oneOf(["5", "10"]).default("5"),
  negative_prompt: z.string().optional(),
  cfg_scale: z.number().min(0).max(1).default(0.5),
};

const one = { image_url: field.oneAddress };
const several = (max: number) => ({ image_urls: field.addresses(max) });
const seedancePrice = perSecond({ "480p": 10_000, "720p": 22_000, "1080p": 49_000 });

export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "fal-ai/flux/schnell": pictures(
    { ...flux1, ...flux1Size, num_inference_steps: field.steps(1, 12, 4) },
    perMegapixel({ made: 3_000 }),
  ),
  "fal-ai/flux/dev": pictures(
    { ...flux1, ...flux1Size, num_inference_steps: field.steps(1, 50, 28) },
    perMegapixel({ made: 25_000 }),
  ),
  "fal-ai/flux/dev/image-to-image": pictures(
    {
      ...flux1,
      ...one,
      strength: z.number().min(0.01).max(1).default(0.95),
      num_inference_steps: field.steps(10, 50, 40),
    },
    perMegapixel({ made: 30_000 }),
  ),
  "fal-ai/flux/krea": pictures(
    { ...flux1, ...flux1Size, num_inference_steps: field.steps(1, 50, 28) },
    perMegapixel({ made: 25_000 }),
  ),
  "fal-ai/flux-pro/v1.1": pictures(
    { ...fluxPro, image_size: field.size({ min: 256, max: 1440, step: 32 }).optional() },
    perMegapixel({ made: 40_000 }),
  ),
  "fal-ai/flux-pro/v1.1-ultra": pictures(
    {
      ...fluxPro,
      image_url: field.oneAddress.optional(),
      image_prompt_strength: z.number().min(0).max(1).default(0.1),
      raw: field.flag(false),
      aspect_ratio: field.anyShape.default("16:9"),
    },
    perPicture(60_000),
  ),
  "fal-ai/flux-pro/kontext": pictures({ ...kontext, ...freeShape, ...one }, perPicture(40_000)),
  "fal-ai/flux-pro/kontext/max": pictures({ ...kontext, ...freeShape, ...one }, perPicture(80_000)),
  "fal-ai/flux-pro/kontext/text-to-image": pictures(
    { ...kontext, ...squareShape },
    perPicture(40_000),
  ),
  "fal-ai/flux-pro/kontext/max/text-to-image": pictures(
    { ...kontext, ...squareShape },
    perPicture(80_000),
  ),
  "fal-ai/flux-pro/kontext/multi": pictures(
    { ...kontext, ...freeShape, ...several(4) },
    perPicture(40_000),
  ),
  "fal-ai/flux-pro/kontext/max/multi": pictures(
    { ...kontext, ...freeShape, ...several(4) },
    perPicture(80_000),
  ),
  "fal-ai/flux-2": pictures(
    { ...flux2Dev, ...flux2Size },
    perMegapixel({ made: 12_000, given: 12_000 }),
  ),
  "fal-ai/flux-2/edit": pictures(
    { ...flux2Dev, ...flux2Size, ...several(4) },
    perMegapixel({ made: 12_000, given: 12_000 }),
  ),
  "fal-ai/flux-2/klein/4b": pictures(
    { ...klein, ...anyFormat, ...flux2Size },
    perMegapixel({ made: 5_000 }),
  ),
  "fal-ai/flux-2/klein/4b/edit": pictures(
    { ...klein, ...anyFormat, ...flux2Size, ...several(4) },
    perMegapixel({ made: 10_000 }),
  ),
  "fal-ai/flux-2/klein/9b": pictures(
    { ...klein, ...jpegPng, ...flux2Size },
    perMegapixel({ made: 15_000 }),
  ),
  "fal-ai/flux-2/klein/9b/edit": pictures(
    { ...klein, ...anyFormat, ...flux2Size, ...several(4) },
    perMegapixel({ made: 15_000 }),
  ),
  "fal-ai/flux-2-flex": pictures(
    { ...flux2Flex, ...flux2Size },
    perMegapixel({ made: 60_000, given: 60_000 }),
    { hasFlags: false },
  ),
  "fal-ai/flux-2-flex/edit": pictures(
    { ...flux2Flex, ...flux2EditSize, ...several(10) },
    perMegapixel({ made: 60_000, given: 60_000 }),
    { hasFlags: false },
  ),
  "fal-ai/flux-2-pro": pictures(
    { ...flux2Pro, ...flux2Size },
    perMegapixel({ first: 30_000, made: 15_000, given: 15_000 }),
    { hasFlags: false },
  ),
  "fal-ai/flux-2-pro/edit": pictures(
    { ...flux2Pro, ...flux2EditSize, ...several(9) },
    perMegapixel({ first: 30_000, made: 15_000, given: 15_000 }),
    { hasFlags: false },
  ),
  "fal-ai/flux-2-max": pictures(
    { ...flux2Pro, ...flux2Size },
    perMegapixel({ first: 70_000, made: 30_000, given: 30_000 }),
    { hasFlags: false },
  ),
  "fal-ai/flux-2-max/edit": pictures(
    { ...flux2Pro, ...flux2EditSize, ...several(8) },
    perMegapixel({ first: 70_000, made: 30_000, given: 30_000 }),
    { hasFlags: false },
  ),
  "fal-ai/image-editing/photo-restoration": pictures(kontextApp, perPicture(40_000), {
    hasFlags: false,
  }),
  "fal-ai/image-editing/text-removal": pictures(kontextApp, perPicture(40_000), {
    hasFlags: false,
  }),
  "fal-ai/esrgan": single(
    {
      ...one,
      scale: z.number().min(1).max(8).default(2),
      tile: field.whole(0, 2_000).default(0),
      face: field.flag(false),
      output_format: field.format(["png", "jpeg"]),
    },
    perPicture(5_000),
  ),
  "fal-ai/recraft/upscale/crisp": single(
    { ...one, enable_safety_checker: field.flag(false) },
    perPicture(4_000),
  ),
  "fal-ai/birefnet/v2": single(
    {
      ...one,
      output_format: field.format(["png", "webp", "gif"]),
      refine_foreground: field.flag(true),
      output_mask: field.flag(false),
      mask_only: field.flag(false),
    },
    perPicture(5_000),
  ),
  "fal-ai/bytedance/seedance/v1/pro/fast/text-to-video": clip(
    { ...seedance, aspect_ratio: field.oneOf([...seedanceShapes, "9:21"]).default("16:9") },
    seedancePrice,
  ),
  "fal-ai/bytedance/seedance/v1/pro/fast/image-to-video": clip(
    { ...seedance, ...one, aspect_ratio: field.oneOf([...seedanceShapes, "auto"]).default("auto") },
    seedancePrice,
  ),
  "fal-ai/kling-video/v2.5-turbo/pro/text-to-video": clip(
    { ...kling, aspect_ratio: field.oneOf(["16:9", "9:16", "1:1"]).default("16:9") },
    perSecond({ usual: 70_000 }),
  ),
  "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": clip(
    { ...kling, ...one, tail_image_url: field.oneAddress.optional() },
    perSecond({ usual: 70_000 }),
  ),
};
