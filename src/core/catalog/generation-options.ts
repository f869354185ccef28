import type { OptionValue } from "../chat/chat-request.js";
import { type OptionProblem, ok, type Result, refuse } from "../refusal.js";
import type { CatalogEdition } from "./catalog.js";
import { cleanPrompt, MAX_PROMPT_LENGTH } from "./clean-prompt.js";
import type { ImageModel, ModelTask } from "./model.js";
import type { ModelOptions } from "./model-options.js";
import { DEFAULT_EDIT_MODEL_IDS, DEFAULT_MODEL_ID, DEFAULT_TASK_MODEL_IDS } from "./models.js";
import { nearestModels } from "./nearest-models.js";
import {
  parseFormat,
  parseNumber,
  parseResolution,
  parseSeconds,
  parseShape,
  parseSwitch,
} from "./option-parsing.js";

/** 2³¹ − 1: the largest seed every model accepts. */
export const MAX_SEED = 2_147_483_647;

export interface GenerationOptions extends ModelOptions {
  readonly model: ImageModel;
  /** Empty for a model that takes no words. */
  readonly prompt: string;
  readonly count: number;
  /** Null: choose one. */
  readonly seed: number | null;
  readonly inputCount: number;
}

/** As typed, by option name. */
export type RawOptions = Readonly<Record<string, OptionValue | undefined>>;

/** What a request is about besides what was typed. */
export interface RequestFrame {
  readonly edition: CatalogEdition;
  /** Pictures given. */
  readonly inputCount: number;
  /** What the command is for; left out, whatever fits the pictures given. */
  readonly task?: ModelTask | undefined;
}

/** Checks what a person typed against what the model can do. Nothing is dropped in silence. */
export function parseGenerationOptions(
  raw: RawOptions,
  frame: RequestFrame,
): Result<GenerationOptions> {
  const chosen = parseModel(raw, frame);
  if (!chosen.ok) return chosen;
  const model = chosen.value;
  const { inputCount } = frame;
  const prompt = parsePrompt(raw, model);
  if (!prompt.ok) return prompt;
  if (inputCount < model.inputs.min) {
    return invalid("image", { kind: "needs_pictures", min: model.inputs.min, given: inputCount });
  }
  if (inputCount > model.inputs.max) {
    return invalid("image", { kind: "too_many_pictures", max: model.inputs.max });
  }
  const parsed = parseAll({
    aspectRatio: parseShape(raw.aspect, model, inputCount),
    count: parseNumber("count", raw.count ?? 1, { min: 1, max: model.maxCount, isWhole: true }),
    seed: parseSeed(raw, model),
    resolution: parseResolution(raw.resolution, model),
    format: parseFormat(raw.format, model),
    seconds: parseSeconds(raw.seconds, model),
    strength: parseTuned("strength", raw, { model, isOffered: inputCount > 0 }),
    guidance: parseTuned("guidance", raw, { model, isOffered: true }),
    steps: parseTuned("steps", raw, { model, isOffered: true }),
    enhance: parseSwitch("enhance", raw.enhance, { model, isOffered: model.canEnhance }),
  });
  return parsed.ok ? ok({ model, prompt: prompt.value, inputCount, ...parsed.value }) : parsed;
}

function parseModel(raw: RawOptions, frame: RequestFrame): Result<ImageModel> {
  const { edition } = frame;
  const usual = usualModelId(frame);
  const typed = String(raw.model ?? usual).trim();
  const model = edition.find(typed.toLowerCase());
  if (model && (frame.task === undefined || model.task === frame.task)) return ok(model);
  const fitting = edition.models.filter(({ task }) => !frame.task || task === frame.task);
  const given = typed.slice(0, 60);
  return invalid("model", { kind: "unknown_model", given, nearest: nearestModels(given, fitting) });
}

function usualModelId({ task, inputCount }: RequestFrame): string {
  if (task !== undefined && task !== "picture") return DEFAULT_TASK_MODEL_IDS[task];
  if (inputCount === 0) return DEFAULT_MODEL_ID;
  if (inputCount === 1) return DEFAULT_EDIT_MODEL_IDS.one;
  return inputCount === 2 ? DEFAULT_EDIT_MODEL_IDS.two : DEFAULT_EDIT_MODEL_IDS.more;
}

function parsePrompt(raw: RawOptions, model: ImageModel): Result<string> {
  const prompt = cleanPrompt(String(raw.prompt ?? ""));
  if (model.prompt === "none") {
    return prompt === "" ? ok("") : invalid("prompt", notOffered(model));
  }
  if (prompt === "") return invalid("prompt", { kind: "missing" });
  if (prompt.length <= MAX_PROMPT_LENGTH) return ok(prompt);
  return invalid("prompt", { kind: "too_long", length: prompt.length, max: MAX_PROMPT_LENGTH });
}

function parseSeed(raw: RawOptions, model: ImageModel): Result<number | null> {
  if (raw.seed === undefined) return ok(null);
  if (!model.hasSeed) return invalid("seed", notOffered(model));
  return parseNumber("seed", raw.seed, { min: 0, max: MAX_SEED, isWhole: true });
}

function parseTuned(
  option: "strength" | "guidance" | "steps",
  raw: RawOptions,
  { model, isOffered }: { model: ImageModel; isOffered: boolean },
): Result<number | null> {
  const given = raw[option];
  const range = isOffered ? model[option] : null;
  if (!range) return given === undefined ? ok(null) : invalid(option, notOffered(model));
  return parseNumber(option, given ?? range.default, { ...range, isWhole: option === "steps" });
}

type Parsed<T> = { readonly [K in keyof T]: T[K] extends Result<infer V> ? V : never };

/** All values, or the first refusal. */
function parseAll<T extends Readonly<Record<string, Result<unknown>>>>(
  results: T,
): Result<Parsed<T>> {
  for (const result of Object.values(results)) if (!result.ok) return result;
  const values = Object.entries(results).map(([name, result]) => [
    name,
    result.ok ? result.value : null,
  ]);
  return ok(Object.fromEntries(values) as Parsed<T>);
}

function notOffered({ name }: ImageModel): OptionProblem {
  return { kind: "not_offered", model: name };
}

function invalid(option: string, problem: OptionProblem) {
  return refuse({ kind: "invalid_option", option, problem });
}
