import { type Input, SERVED_MODELS, type ServedModel } from "./served-models.js";

export type CheckedInput =
  | { readonly kind: "ok"; readonly model: ServedModel }
  | { readonly kind: "unknown_model" }
  | { readonly kind: "invalid"; readonly detail: string };

/** By what a prediction is asked for: an official model's name, or a version. */
export type Target = { readonly slug: string } | { readonly version: string };

/** As the real one refuses: by the field and why. */
export function checkInput(target: Target, input: unknown): CheckedInput {
  const model = findServed(target);
  if (!model) {
    if ("slug" in target) return { kind: "unknown_model" };
    return { kind: "invalid", detail: "Invalid version or not permitted" };
  }
  const parsed = model.schema.safeParse(input);
  if (parsed.success) return { kind: "ok", model };
  const lines = parsed.error.issues.map(
    ({ path, message }) => `- input.${path.join(".")}: ${message}`,
  );
  return { kind: "invalid", detail: `${lines.join("\n")}\n` };
}

function findServed(target: Target): ServedModel | undefined {
  return SERVED_MODELS.find(({ slug, version }) =>
    "slug" in target
      ? !version && slug === target.slug
      : [version, `${slug}:${version}`].includes(target.version),
  );
}

/** Names under which models take pictures, in the order in which they take them. */
const PICTURE_FIELDS = [
  "image",
  "input_image",
  "input_image_1",
  "input_image_2",
  "start_image",
  "image_prompt",
  "images",
  "input_images",
];

/** Where the pictures given are. */
export function picturesOf(input: Input): readonly string[] {
  return PICTURE_FIELDS.flatMap((name) => input[name] ?? []).map(String);
}

/** How many pictures or clips are asked for. */
export function countOf({ num_outputs, num_images }: Input): number {
  return Number(num_outputs ?? num_images ?? 1);
}
