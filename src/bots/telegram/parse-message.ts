import type { OptionValue } from "../../core/chat/chat-request.js";
import { type OptionProblem, ok, type Result, refuse } from "../../core/refusal.js";
import type { Command, OptionSpec } from "../commands/command.js";

/** A command as Telegram writes it: `/name`, in groups often `/name@bot`, and what follows. */
export interface GivenCommand {
  readonly name: string;
  /** The bot it names, in lower case; null when it names none. */
  readonly botName: string | null;
  readonly rest: string;
}

const COMMAND = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]+))?(?:\s+|$)/i;
/** The colon stands right after the name and the value right after the colon. */
const OPTION = /^([a-z0-9_]{1,32}):(.+)$/i;
const MIN_MISTYPED_LENGTH = 4;

const YES = new Set(["yes", "y", "ja", "j", "true", "on", "1"]);
const NO = new Set(["no", "n", "nein", "false", "off", "0"]);

/** Null for text that is not a command. */
export function parseCommand(text: string): GivenCommand | null {
  const match = COMMAND.exec(text);
  if (!match) return null;
  const [whole, name = "", botName] = match;
  return {
    name: name.toLowerCase(),
    botName: botName?.toLowerCase() ?? null,
    rest: text.slice(whole.length),
  };
}

/** Takes the text that no option name claims: the first text option that must be given, or else the first one. */
export function findFreeTextOption({ options }: Pick<Command, "options">): OptionSpec | undefined {
  const texts = options.filter(({ kind }) => kind === "text");
  return texts.find(({ isRequired }) => isRequired) ?? texts[0];
}

/**
 * Reads what follows a command: `free text [name:value …]`.
 *
 * Read from the end, every word of the form `name:value` whose name is an option of the command is that option; the
 * first word that is not ends this, and all before it is the free text, word for word. So `aspect:16:9` at the end is
 * an option, while `time: noon`, `3:2` or an option in the middle stay in the text. Names may be in any case; the last
 * of two counts. A last word whose name is one slip away from an option's (`apsect:16:9`) is refused, for it would
 * change the picture and cost credits. The free text may carry its own name in front (`prompt: a fox`).
 * Values stay as typed, and the core checks them; yes and no are read here, in both languages.
 */
export function parseArguments(
  command: Pick<Command, "options">,
  text: string,
): Result<Record<string, OptionValue>> {
  const freeText = findFreeTextOption(command);
  const named = command.options.filter((option) => option !== freeText);
  const given: Record<string, OptionValue> = {};
  let rest = text.trim();

  for (;;) {
    const word = rest.split(/\s/).at(-1) ?? "";
    const [, typedName = "", typed = ""] = OPTION.exec(word) ?? [];
    const name = typedName.toLowerCase();
    const option = named.find((candidate) => candidate.name === name);
    if (!option) {
      if (named.some((candidate) => isMistyped(name, candidate.name))) return unknown(name, named);
      break;
    }
    const value = parseValue(option, typed);
    if (!value.ok) return value;
    given[name] ??= value.value;
    rest = rest.slice(0, -word.length).trimEnd();
  }

  const words = freeText ? withoutLabel(rest, freeText.name) : "";
  if (freeText && words !== "") given[freeText.name] = words;
  return ok(given);
}

function parseValue(option: OptionSpec, typed: string): Result<OptionValue> {
  if (option.kind !== "yes_no") return ok(typed);
  const word = typed.toLowerCase();
  if (YES.has(word)) return ok(true);
  if (NO.has(word)) return ok(false);
  const problem: OptionProblem = {
    kind: "unknown_choice",
    given: typed.slice(0, 60),
    choices: ["yes", "no"],
  };
  return refuse({ kind: "invalid_option", option: option.name, problem });
}

function unknown(name: string, options: readonly OptionSpec[]) {
  const known = options.map((option) => option.name);
  return refuse({
    kind: "invalid_option",
    option: name,
    problem: { kind: "unknown_option", known },
  });
}

function withoutLabel(text: string, label: string): string {
  const hasLabel = text.slice(0, label.length + 1).toLowerCase() === `${label}:`;
  return hasLabel ? text.slice(label.length + 1).trimStart() : text;
}

/** One letter wrong, missing, too many, or two neighbours swapped. Short names are too close to ordinary words. */
function isMistyped(typed: string, name: string): boolean {
  if (typed === name || typed.length < MIN_MISTYPED_LENGTH || name.length < MIN_MISTYPED_LENGTH) {
    return false;
  }
  let start = 0;
  while (start < typed.length && typed[start] === name[start]) start += 1;
  const [left, right] = [typed.slice(start), name.slice(start)];
  const isSwapped =
    left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return (
    isSwapped ||
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1)
  );
}
