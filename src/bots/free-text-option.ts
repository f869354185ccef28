import type { Command, OptionSpec } from "./commands/command.js";

/** Takes the text that no option name claims: the first text option that must be given, or else the first one. */
export function findFreeTextOption({ options }: Pick<Command, "options">): OptionSpec | undefined {
  const texts = options.filter(({ kind }) => kind === "text");
  return texts.find(({ isRequired }) => isRequired) ?? texts[0];
}
