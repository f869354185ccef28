import type { OptionValue } from "../../core/chat/chat-request.js";
import { type OptionProblem, ok, type Result, refuse } from "../../core/refusal.js";
import type { Command, OptionSpec } from "../commands/command.js";
import { findFreeTextOption } from "../free-text-option.js";

/** A command as Telegram writes it: `/name`, in groups often `/name@bot`, and what follows. */
export interface GivenCommand {
  readonly name: string;
  /** The bot it names, in lower case; null when it names none. */
  readonly botName: string | null;
  readonly rest: string;
}

const COMMAND = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]+))?(?:\s+|$)/i;
/** The colon stands right after the name and the value right after the colon. */
const OPTION = /^([^:]{1,32}):(.+)$/;
/** What reads as the name of an option, known or not. The figures of a time or a ratio (`12:30`) do not. */
const NAME_LIKE = /^[\p{Script=Latin}_-]{2,20}$/u;
const ADDRESS = /^([a-z-]+:\/\/|(https?|mailto|tel|data):)/i;
/** A name whose value opens a quote. */
const QUOTED = /(?<!\S)([^\s:]{1,32}):(?=["'“„‘])/g;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "„": "“",
  "‘": "’",
};
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

/**
 * Reads what follows a command: `free text [name:value …]`.
 *
 * Read from the end, every word of the form `name:value` whose name is an option of the command is that option; the
 * first word that is not ends this, and all before it is the free text, word for word. So `aspect:16:9` at the end is
 * an option, while `time: noon`, `3:2` or an option in the middle stay in the text. Names may be in any case; the last
 * of two counts. A value in quotes may have several words. A last word of that form with another name (`apsect:16:9`,
 * `shape:16:9`) is refused, for as part of the text it would change the picture and cost credits; addresses and times
 * are not of that form. The free text may carry its own name in front (`prompt: a fox`).
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
    const [, name = "", typed = ""] = OPTION.exec(word) ?? [];
    const last = toGiven(named, { name, typed, start: rest.length - word.length });
    const found = last ?? readQuoted(named, rest);
    if (!found) {
      const isOwnLabel = name.toLowerCase() === freeText?.name;
      if (!isOwnLabel && isMeantAsOption(word, named)) return unknown(name.toLowerCase(), command);
      break;
    }
    const value = parseValue(found.option, found.typed);
    if (!value.ok) return value;
    given[found.option.name] ??= value.value;
    rest = rest.slice(0, found.start).trimEnd();
  }

  const words = freeText ? withoutLabel(rest, freeText.name) : "";
  if (freeText && words !== "") given[freeText.name] = words;
  return ok(given);
}

interface GivenOption {
  readonly option: OptionSpec;
  readonly typed: string;
  /** Where in the text it begins. */
  readonly start: number;
}

function toGiven(
  named: readonly OptionSpec[],
  { name, ...given }: { name: string; typed: string; start: number },
): GivenOption | null {
  const option = named.find((candidate) => candidate.name === name.toLowerCase());
  return option ? { option, ...given } : null;
}

/** An option whose value opens a quote that ends with the text or not at all. */
function readQuoted(named: readonly OptionSpec[], text: string): GivenOption | null {
  const opening = [...text.matchAll(QUOTED)].at(-1);
  if (!opening) return null;
  const [label, name = ""] = opening;
  const typed = text.slice(opening.index + label.length);
  const end = typed.indexOf(CLOSING[typed[0] ?? ""] ?? "", 1);
  const isLast = end < 0 || end === typed.length - 1;
  return isLast ? toGiven(named, { name, typed, start: opening.index }) : null;
}

/** Whether a word that is no option was meant for one: by its form, or by being one slip away. */
function isMeantAsOption(word: string, named: readonly OptionSpec[]): boolean {
  const [, typedName] = OPTION.exec(word) ?? [];
  if (typedName === undefined || named.length === 0 || ADDRESS.test(word)) return false;
  const name = typedName.toLowerCase();
  return NAME_LIKE.test(name) || named.some((candidate) => isMistyped(name, candidate.name));
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

/** What can be written with its name. Free text needs none, unless it is one of a few words. */
function unknown(name: string, { options }: Pick<Command, "options">) {
  const freeText = findFreeTextOption({ options });
  const known = options
    .filter((option) => option !== freeText || option.choices)
    .map((option) => option.name);
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
