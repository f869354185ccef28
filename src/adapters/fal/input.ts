import { MATCH_INPUT } from "../../core/catalog/model.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";
import { type SideRules, toPictureSize } from "./picture-size.js";

export type FalInput = Readonly<Record<string, unknown>>;

/** Some fields of an endpoint's input, from the request and the addresses of the pictures given. */
export type InputPart = (request: ImageRequest, addresses: readonly string[]) => FalInput;

export function toInput(
  parts: readonly InputPart[],
  request: ImageRequest,
  addresses: readonly string[],
): FalInput {
  return Object.assign({}, ...parts.map((part) => part(request, addresses)));
}

export const prompt: InputPart = (request) => ({ prompt: request.prompt });
export const seed: InputPart = (request) => ({ seed: request.seed });
export const count: InputPart = (request) => ({ num_images: request.count });
export const onePicture: InputPart = (_, [address]) => ({ image_url: address });
export const pictures: InputPart = (_, addresses) => ({ image_urls: addresses });
/** Strings, from "1" (strict) to "5" or "6". Theirs unless said otherwise; said, so that it stays so. */
export const tolerance: InputPart = () => ({ safety_tolerance: "2" });
export const guidance: InputPart = (request) => given("guidance_scale", request.guidance);
export const steps: InputPart = (request) => given("num_inference_steps", request.steps);
export const duration: InputPart = (request) => given("duration", toText(request.seconds));
export const resolution: InputPart = (request) => ({ resolution: request.resolution });
export const format: InputPart = (request) =>
  given("output_format", request.format === "jpg" ? "jpeg" : request.format);
/** Left out, the shape follows from the picture given. */
export const shape: InputPart = ({ aspectRatio }) =>
  given("aspect_ratio", aspectRatio === MATCH_INPUT ? null : aspectRatio);
/** FAL takes 0.01 at least; less would leave the picture as it is, too. */
export const strength: InputPart = (request) =>
  given("strength", request.strength === null ? null : Math.max(0.01, request.strength));
/** `2x` and `4x` are factors. */
export const scale: InputPart = (request) => ({ scale: Number.parseInt(request.resolution, 10) });

export function size(rules: SideRules): InputPart {
  return (request) => ({ image_size: toPictureSize(request, rules) });
}

/** Said in any case: some models write prompts out unless told not to. */
export function enhance(field: "enhance_prompt" | "enable_prompt_expansion"): InputPart {
  return (request) => ({ [field]: request.enhance });
}

export function fixed(fields: FalInput): InputPart {
  return () => fields;
}

function given(field: string, value: unknown): FalInput {
  return value === null ? {} : { [field]: value };
}

function toText(value: number | null): string | null {
  return value === null ? null : String(value);
}
