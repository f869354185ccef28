import { z } from "zod";
import { ENDPOINTS, type Endpoint } from "./endpoints.js";

/** One entry of a 422, as FastAPI and the models write them. */
export interface Fault {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
  readonly input?: unknown;
}

/** What a run draws from, whatever its endpoint calls it. */
export interface Order {
  readonly prompt: string;
  readonly isEnhanced: boolean;
  readonly count: number;
  /** Null: any. */
  readonly seed: number | null;
  /** Null: by the shape, or by the picture given. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly aspectRatio: string | null;
  readonly format: "png" | "jpeg" | "webp";
  readonly scale: number | null;
  readonly seconds: number;
  readonly resolution: string | null;
  readonly addresses: readonly string[];
}

export type CheckedInput =
  | { readonly kind: "ok"; readonly endpoint: Endpoint; readonly order: Order }
  | { readonly kind: "unknown_endpoint" }
  | { readonly kind: "invalid"; readonly endpoint: Endpoint; readonly faults: readonly Fault[] };

export function checkInput(path: string, input: unknown): CheckedInput {
  const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
  if (!endpoint) return { kind: "unknown_endpoint" };
  const parsed = endpoint.schema.safeParse(input);
  if (parsed.success) return { kind: "ok", endpoint, order: toOrder(parsed.data) };
  return { kind: "invalid", endpoint, faults: parsed.error.issues.flatMap(toFaults) };
}

const FieldsSchema = z.object({
  prompt: z.string().default(""),
  enhance_prompt: z.boolean().default(false),
  enable_prompt_expansion: z.boolean().default(false),
  num_images: z.number().default(1),
  seed: z.number().nullable().default(null),
  image_size: z.object({ width: z.number(), height: z.number() }).nullable().catch(null),
  aspect_ratio: z.string().nullable().default(null),
  output_format: z.enum(["png", "jpeg", "webp"]).catch("png"),
  scale: z.number().nullable().default(null),
  duration: z.coerce.number().default(0),
  resolution: z.string().nullable().default(null),
  image_url: z.string().optional(),
  image_urls: z.array(z.string()).default([]),
});

function toOrder(input: unknown): Order {
  const fields = FieldsSchema.parse(input);
  return {
    prompt: fields.prompt,
    isEnhanced: fields.enhance_prompt || fields.enable_prompt_expansion,
    count: fields.num_images,
    seed: fields.seed,
    size: fields.image_size,
    aspectRatio: fields.aspect_ratio === "auto" ? null : fields.aspect_ratio,
    format: fields.output_format,
    scale: fields.scale,
    seconds: fields.duration,
    resolution: fields.resolution,
    addresses: [...(fields.image_url ? [fields.image_url] : []), ...fields.image_urls],
  };
}

function toFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  const loc = ["body", ...issue.path.map((part) => (typeof part === "symbol" ? "?" : part))];
  if (issue.code === "unrecognized_keys") {
    const msg = "Extra inputs are not permitted";
    return issue.keys.map((key) => ({ loc: [...loc, key], msg, type: "extra_forbidden" }));
  }
  return [
    { loc, msg: issue.message, type: TYPES[issue.code] ?? "value_error", input: issue.input },
  ];
}

const TYPES: Readonly<Record<string, string>> = {
  invalid_type: "type_error",
  invalid_value: "literal_error",
  too_small: "greater_than_equal",
  too_big: "less_than_equal",
  not_multiple_of: "multiple_of",
};
