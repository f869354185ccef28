import { z } from "zod";

const ASPECT_RATIOS = [
  "1:1",
  "16:9",
  "21:9",
  "3:2",
  "2:3",
  "4:5",
  "5:4",
  "3:4",
  "4:3",
  "9:16",
  "9:21",
] as const;

const FluxInputSchema = z.object({
  prompt: z.string().min(1),
  aspect_ratio: z.enum(ASPECT_RATIOS).default("1:1"),
  num_outputs: z.number().int().min(1).max(4).default(1),
  seed: z.number().int().optional(),
  output_format: z.enum(["webp", "jpg", "png"]).default("webp"),
  output_quality: z.number().int().min(0).max(100).default(80),
  disable_safety_checker: z.boolean().default(false),
  go_fast: z.boolean().default(true),
  megapixels: z.enum(["1", "0.25"]).default("1"),
});

/** The models that are served, and what they take: replicate.com/black-forest-labs. */
const INPUTS: Readonly<Record<string, z.ZodType<z.output<typeof FluxInputSchema>>>> = {
  "black-forest-labs/flux-schnell": FluxInputSchema.extend({
    num_inference_steps: z.number().int().min(1).max(4).default(4),
  }),
  "black-forest-labs/flux-dev": FluxInputSchema.extend({
    num_inference_steps: z.number().int().min(1).max(50).default(28),
    guidance: z.number().min(0).max(10).default(3),
    prompt_strength: z.number().min(0).max(1).default(0.8),
    image: z.url().optional(),
  }),
};

/** What a picture is drawn from. */
export interface PictureInput {
  readonly prompt: string;
  readonly aspectRatio: string;
  readonly count: number;
  /** Null: any. */
  readonly seed: number | null;
  readonly format: "webp" | "jpg" | "png";
}

export type CheckedInput =
  | { readonly kind: "ok"; readonly picture: PictureInput }
  | { readonly kind: "unknown_model" }
  | { readonly kind: "invalid"; readonly detail: string };

export function checkInput(slug: string, input: unknown): CheckedInput {
  const schema = Object.hasOwn(INPUTS, slug) ? INPUTS[slug] : undefined;
  if (!schema) return { kind: "unknown_model" };
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `- input.${path.join(".")}: ${message}`,
    );
    return { kind: "invalid", detail: `${lines.join("\n")}\n` };
  }
  const { prompt, aspect_ratio, num_outputs, seed, output_format } = parsed.data;
  return {
    kind: "ok",
    picture: {
      prompt,
      aspectRatio: aspect_ratio,
      count: num_outputs,
      seed: seed ?? null,
      format: output_format,
    },
  };
}
