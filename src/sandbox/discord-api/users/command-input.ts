import { ApplicationCommandOptionType as O } from "discord-api-types/v10";
import { type OptionValue, SandboxError, type UploadedFile } from "../control.js";
import type { CommandOption, ValueOption } from "../validation/command-options.js";
import type { RegisteredCommand } from "../validation/commands.js";
import type { ResolvedData } from "./resolved-data.js";

/** One option as the interaction carries it; subcommands hold further ones. */
export interface OptionData {
  name: string;
  type: number;
  value?: string | number | boolean;
  focused?: true;
  options?: OptionData[];
}

export interface CommandInput {
  /** The words behind the command's name: `["show"]` in `pool show`. */
  path: readonly string[];
  values: Readonly<Record<string, OptionValue>>;
  /** While the person still types: this option has the cursor, and others may be missing. */
  focused?: string;
}

/** @throws SandboxError for what the client would not let a person send */
export function buildOptions(
  command: RegisteredCommand,
  input: CommandInput,
  resolved: ResolvedData,
): OptionData[] {
  return descend(command.options ?? [], input.path, { input, resolved });
}

function descend(
  options: readonly CommandOption[],
  path: readonly string[],
  context: { input: CommandInput; resolved: ResolvedData },
): OptionData[] {
  const [word, ...rest] = path;
  const subcommands = options.filter(isNested);
  if (subcommands.length === 0) {
    if (word !== undefined) throw new SandboxError(`there is no subcommand "${word}"`);
    return buildValues(options.filter(isValue), context);
  }
  const chosen = subcommands.find((option) => option.name === word);
  if (chosen === undefined) {
    const names = subcommands.map((option) => option.name).join(", ");
    throw new SandboxError(`choose a subcommand: ${names}`);
  }
  const nested = descend(chosen.options ?? [], rest, context);
  return [{ name: chosen.name, type: chosen.type, options: nested }];
}

function isNested(option: CommandOption): option is Exclude<CommandOption, ValueOption> {
  return option.type === O.Subcommand || option.type === O.SubcommandGroup;
}

function isValue(option: CommandOption): option is ValueOption {
  return !isNested(option);
}

function buildValues(
  options: readonly ValueOption[],
  context: { input: CommandInput; resolved: ResolvedData },
): OptionData[] {
  const { values, focused } = context.input;
  const unknown = Object.keys(values).find((name) => options.every((entry) => entry.name !== name));
  if (unknown !== undefined) throw new SandboxError(`there is no option "${unknown}"`);
  if (focused === undefined) requireAll(options, values);
  return Object.entries(values).flatMap(([name, value]) => {
    const option = options.find((entry) => entry.name === name);
    if (option === undefined) return [];
    if (name === focused) {
      if (option.autocomplete !== true) throw new SandboxError(`"${name}" does not autocomplete`);
      return { name, type: option.type, value: String(value), focused: true };
    }
    return { name, type: option.type, value: toValue(option, value, context.resolved) };
  });
}

function requireAll(
  options: readonly ValueOption[],
  values: Readonly<Record<string, OptionValue>>,
): void {
  const missing = options.find((option) => option.required && values[option.name] === undefined);
  if (missing !== undefined) throw new SandboxError(`the option "${missing.name}" is required`);
}

function toValue(
  option: ValueOption,
  value: OptionValue,
  resolved: ResolvedData,
): string | number | boolean {
  if (option.type === O.Attachment) return resolved.addFile(asFile(option, value));
  if (option.type === O.Boolean) {
    if (typeof value !== "boolean") throw mistyped(option, "true or false");
    return value;
  }
  if (option.type === O.Integer || option.type === O.Number) return asNumber(option, value);
  if (typeof value !== "string") throw mistyped(option, "text");
  addReferenced(option, value, resolved);
  return option.type === O.String ? asText(option, value) : value;
}

function addReferenced(option: ValueOption, id: string, resolved: ResolvedData): void {
  if (option.type === O.User || option.type === O.Mentionable) resolved.addUser(id);
  if (option.type === O.Role) resolved.addRole(id);
  if (option.type === O.Channel) resolved.addChannel(id);
}

function asFile(option: ValueOption, value: OptionValue): string | UploadedFile {
  if (typeof value === "string" || typeof value === "object") return value;
  throw mistyped(option, "a file");
}

function asNumber(option: ValueOption, value: OptionValue): number {
  const isRight =
    typeof value === "number" &&
    Number.isFinite(value) &&
    (option.type === O.Number || Number.isInteger(value));
  if (!isRight) throw mistyped(option, option.type === O.Number ? "a number" : "a whole number");
  const { min_value: min, max_value: max } = option;
  if ((min != null && value < min) || (max != null && value > max)) {
    throw mistyped(option, `between ${min ?? "any"} and ${max ?? "any"}`);
  }
  checkChoice(option, value);
  return value;
}

function asText(option: ValueOption, value: string): string {
  const length = [...value].length;
  const max = option.max_length ?? 6000;
  if (length < (option.min_length ?? 0) || length > max) {
    throw mistyped(option, `${option.min_length ?? 0} to ${max} characters long`);
  }
  checkChoice(option, value);
  return value;
}

function checkChoice(option: ValueOption, value: string | number): void {
  const choices = option.choices ?? [];
  if (choices.length === 0 || choices.some((choice) => choice.value === value)) return;
  throw mistyped(option, `one of ${choices.map((choice) => choice.value).join(", ")}`);
}

function mistyped(option: ValueOption, wanted: string): SandboxError {
  return new SandboxError(`the option "${option.name}" must be ${wanted}`);
}
