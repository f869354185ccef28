import type { OptionValue } from "../chat/chat-request.js";
import { type OptionProblem, ok, type Result, refuse } from "../refusal.js";
import { type ImageModel, PICTURE_FORMATS, type PictureFormat } from "./model.js";
import { shapesFor, usualShape } from "./model-options.js";

type Given = OptionValue | undefined;

export function parseShape(
  given: Given,
  model: ImageModel,
  inputCount: number,
): Result<string | null> {
  const shapes = shapesFor(model, inputCount);
  const usual = usualShape(model, inputCount);
  if (given === undefined) return ok(usual);
  if (shapes.length > 0) return parseChoice("aspect", String(given).trim(), shapes);
  // The picture's own shape is what it will be anyway.
  return invalid("aspect", { kind: "not_offered", model: model.name });
}

export function parseResolution(given: Given, model: ImageModel): Result<string> {
  const ids = model.resolutions.map(({ id }) => id);
  if (given === undefined) return ok(model.resolutions[0].id);
  const typed = String(given).trim().toLowerCase().replaceAll(" ", "");
  if (ids.length > 1 || ids.includes(typed)) return parseChoice("resolution", typed, ids);
  return invalid("resolution", { kind: "not_offered", model: model.name });
}

export function parseFormat(given: Given, model: ImageModel): Result<PictureFormat | null> {
  const { formats } = model;
  if (given === undefined) return ok(formats[0] ?? null);
  if (formats.length === 0) return invalid("format", { kind: "not_offered", model: model.name });
  const typed = String(given).trim().toLowerCase().replace("jpeg", "jpg");
  const format = PICTURE_FORMATS.find((known) => known === typed && formats.includes(known));
  return format ? ok(format) : invalid("format", unknownChoice(typed, formats));
}

export function parseSeconds(given: Given, model: ImageModel): Result<number | null> {
  const { seconds } = model;
  if (!seconds) {
    return given === undefined
      ? ok(null)
      : invalid("seconds", { kind: "not_offered", model: model.name });
  }
  if (given === undefined) return ok(seconds.default);
  const typed = String(given).trim().replace(/s$/i, "");
  const chosen = seconds.choices.find((choice) => String(choice) === typed);
  return chosen === undefined
    ? invalid("seconds", unknownChoice(typed, seconds.choices.map(String)))
    : ok(chosen);
}

/** A yes that the model cannot do is refused; a no is what happens anyway. */
export function parseSwitch(
  option: string,
  given: Given,
  { model, isOffered }: { model: ImageModel; isOffered: boolean },
): Result<boolean> {
  const isOn = given === true || /^(yes|true|on|1|ja)$/i.test(String(given ?? "").trim());
  return isOn && !isOffered
    ? invalid(option, { kind: "not_offered", model: model.name })
    : ok(isOn);
}

export function parseNumber(
  option: string,
  given: OptionValue,
  range: { min: number; max: number; isWhole: boolean },
): Result<number> {
  const { min, max, isWhole } = range;
  const text = String(given).trim();
  if (!(isWhole ? /^-?\d+$/ : /^-?\d+([.,]\d+)?$/).test(text)) {
    return invalid(option, { kind: "not_a_number", ...(!isWhole && { mayBeFraction: true }) });
  }
  const value = Number(text.replace(",", "."));
  if (value < min || value > max) return invalid(option, { kind: "out_of_range", min, max });
  return ok(value);
}

export function parseChoice(
  option: string,
  given: string,
  choices: readonly string[],
): Result<string> {
  return choices.includes(given) ? ok(given) : invalid(option, unknownChoice(given, choices));
}

function unknownChoice(given: string, choices: readonly string[]): OptionProblem {
  return { kind: "unknown_choice", given: given.slice(0, 60), choices };
}

function invalid(option: string, problem: OptionProblem) {
  return refuse({ kind: "invalid_option", option, problem });
}
