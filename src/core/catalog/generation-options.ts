import type { OptionValue } from "../chat/chat-request.js";
import { type OptionProblem, ok, type Result, refuse } from "../refusal.js";
import type { ImageModel } from "./model.js";
import { DEFAULT_MODEL_ID, findModel, IMAGE_MODELS } from "./models.js";

/** Longest prompt we take, in characters. Flux reads about 512 tokens; what is longer would be dropped in silence. */
export const MAX_PROMPT_LENGTH = 2_000;
/** 2³¹ − 1: the largest seed every model accepts. */
export const MAX_SEED = 2_147_483_647;

export interface GenerationOptions {
  readonly model: ImageModel;
  readonly prompt: string;
  readonly aspectRatio: string;
  readonly count: number;
  /** Null: choose one. */
  readonly seed: number | null;
}

type RawOptions = Readonly<Record<string, OptionValue | undefined>>;

/** Checks what a person typed against what the model can do. Nothing is dropped in silence. */
export function parseGenerationOptions(raw: RawOptions): Result<GenerationOptions> {
  const prompt = cleanPrompt(String(raw.prompt ?? ""));
  if (prompt === "") return invalid("prompt", { kind: "missing" });
  if (prompt.length > MAX_PROMPT_LENGTH) {
    return invalid("prompt", { kind: "too_long", length: prompt.length, max: MAX_PROMPT_LENGTH });
  }
  const modelId = String(raw.model ?? DEFAULT_MODEL_ID).trim();
  const model = findModel(modelId.toLowerCase());
  if (!model) {
    return invalid(
      "model",
      unknownChoice(
        modelId,
        IMAGE_MODELS.map(({ id }) => id),
      ),
    );
  }
  const aspectRatio = String(raw.aspect ?? model.defaultAspectRatio).trim();
  if (!model.aspectRatios.includes(aspectRatio)) {
    return invalid("aspect", unknownChoice(aspectRatio, model.aspectRatios));
  }
  const count = parseWholeNumber("count", raw.count ?? 1, { min: 1, max: model.maxCount });
  if (!count.ok) return count;
  const seed =
    raw.seed === undefined
      ? ok(null)
      : parseWholeNumber("seed", raw.seed, { min: 0, max: MAX_SEED });
  if (!seed.ok) return seed;
  return ok({ model, prompt, aspectRatio, count: count.value, seed: seed.value });
}

/**
 * Takes out what cannot be seen: control characters, and the marks that reorder text (a prompt is shown to others,
 * and a right-to-left override would let it disguise itself).
 */
export function cleanPrompt(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

function parseWholeNumber(
  option: string,
  given: OptionValue,
  range: { min: number; max: number },
): Result<number> {
  const text = String(given).trim();
  if (!/^-?\d+$/.test(text)) return invalid(option, { kind: "not_a_number" });
  const value = Number(text);
  if (value < range.min || value > range.max)
    return invalid(option, { kind: "out_of_range", ...range });
  return ok(value);
}

function unknownChoice(given: string, choices: readonly string[]): OptionProblem {
  return { kind: "unknown_choice", given: given.slice(0, 60), choices };
}

function invalid(option: string, problem: OptionProblem) {
  return refuse({ kind: "invalid_option", option, problem });
}
