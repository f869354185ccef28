import { ApplicationCommandType } from "discord-api-types/v10";
import { z } from "zod";
import { refuse } from "../rest/api-error.js";
import { CommandOptionsSchema, isCommandName, localized } from "./command-options.js";
import { type Fault, list, text, whole, withRules } from "./fields.js";
import { formError, parseForm } from "./form-error.js";

const CHARACTERS_MAX = 8000;
const COUNT_MAX: ReadonlyMap<number, number> = new Map([
  [ApplicationCommandType.ChatInput, 100],
  [ApplicationCommandType.User, 15],
  [ApplicationCommandType.Message, 15],
]);

const CommandName = text(1, 32);
const CommandSchema = withRules(
  z.object({
    name: CommandName,
    name_localizations: localized(CommandName).nullish(),
    description: text(0, 100).nullish(),
    description_localizations: localized(text(1, 100)).nullish(),
    type: whole(1, 3).nullish(),
    options: CommandOptionsSchema.nullish(),
    default_member_permissions: z.string().regex(/^\d+$/).nullish(),
    dm_permission: z.boolean().nullish(),
    nsfw: z.boolean().nullish(),
    contexts: list(whole(0, 2), 0, 3).nullish(),
    integration_types: list(whole(0, 1), 1, 2).nullish(),
  }),
  (command) => commandFaults(command),
);
type CommandBody = z.infer<typeof CommandSchema>;

/** A command as the API gives it back. */
export type RegisteredCommand = CommandBody & {
  id: string;
  application_id: string;
  version: string;
  type: number;
  description: string;
  default_member_permissions: string | null;
  nsfw: boolean;
  /** Absent on the commands of one guild. */
  contexts?: number[] | null | undefined;
  integration_types?: number[] | null | undefined;
  guild_id?: string;
};

/**
 * Checks a whole set and gives it its ids; a command that keeps its name and type keeps its id.
 *
 * @throws ApiError 50035, or 30032 above the number allowed
 */
export function parseCommands(
  body: unknown,
  options: {
    applicationId: string;
    guildId: string | null;
    previous: readonly RegisteredCommand[];
    nextId(): string;
  },
): RegisteredCommand[] {
  const commands = parseForm(z.array(CommandSchema), body);
  checkCounts(commands);
  const sizes = commands.map(characterCount);
  const tooLarge = sizes.findIndex((size) => size > CHARACTERS_MAX);
  if (tooLarge !== -1) {
    const message = `Command exceeds maximum size (${CHARACTERS_MAX})`;
    throw formError([{ path: [tooLarge], code: "APPLICATION_COMMAND_TOO_LARGE", message }]);
  }
  return commands.map((command) => register(command, options));
}

function register(
  command: CommandBody,
  options: Parameters<typeof parseCommands>[1],
): RegisteredCommand {
  const type = typeOf(command);
  const before = options.previous.find(
    (known) => known.name === command.name && known.type === type,
  );
  return {
    ...command,
    type,
    id: before?.id ?? options.nextId(),
    application_id: options.applicationId,
    version: options.nextId(),
    description: command.description ?? "",
    default_member_permissions: command.default_member_permissions ?? null,
    nsfw: command.nsfw ?? false,
    ...(options.guildId === null
      ? {
          contexts: command.contexts ?? null,
          integration_types: command.integration_types ?? [0, 1],
        }
      : { guild_id: options.guildId }),
  };
}

function commandFaults(command: {
  type?: number | null | undefined;
  name: string;
  name_localizations?: Readonly<Record<string, string>> | null | undefined;
  description?: string | null | undefined;
  options?: readonly unknown[] | null | undefined;
}): Fault[] {
  const hasDescription = command.description != null && command.description !== "";
  if (typeOf(command) === ApplicationCommandType.ChatInput) {
    const faults: Fault[] = [];
    for (const [path, name] of namesOf(command)) {
      if (isCommandName(name)) continue;
      faults.push({
        path,
        code: "APPLICATION_COMMAND_INVALID_NAME",
        message: "Command name is invalid",
      });
    }
    if (!hasDescription) {
      const message = "This field is required";
      faults.push({ path: ["description"], code: "BASE_TYPE_REQUIRED", message });
    }
    return faults;
  }
  const message = "Context menu commands cannot have a description or options";
  return hasDescription || (command.options ?? []).length > 0
    ? [{ code: "APPLICATION_COMMAND_CONTEXT_MENU_INVALID", message }]
    : [];
}

function namesOf(command: {
  name: string;
  name_localizations?: Readonly<Record<string, string>> | null | undefined;
}): [path: string[], name: string][] {
  const translated = Object.entries(command.name_localizations ?? {});
  return [
    [["name"], command.name],
    ...translated.map(([locale, name]): [string[], string] => [
      ["name_localizations", locale],
      name,
    ]),
  ];
}

function checkCounts(commands: readonly CommandBody[]): void {
  for (const [type, max] of COUNT_MAX) {
    if (commands.filter((command) => typeOf(command) === type).length > max) {
      throw refuse("too_many_commands");
    }
  }
  const keys = commands.map((command) => `${typeOf(command)} ${command.name}`);
  const repeated = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (repeated === -1) return;
  const message = "Application command names must be unique";
  throw formError([{ path: [repeated], code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message }]);
}

function typeOf(command: { type?: number | null | undefined }): number {
  return command.type ?? ApplicationCommandType.ChatInput;
}

/** Names, descriptions and choice values count, at every depth; of translations only the longest. */
function characterCount(node: {
  name: string;
  description?: string | null | undefined;
  name_localizations?: Readonly<Record<string, string>> | null | undefined;
  description_localizations?: Readonly<Record<string, string>> | null | undefined;
  options?: readonly Parameters<typeof characterCount>[0][] | null | undefined;
  choices?: readonly { name: string; value: string | number }[] | null | undefined;
}): number {
  const own =
    longest(node.name, node.name_localizations) +
    longest(node.description ?? "", node.description_localizations);
  const choices = (node.choices ?? []).reduce(
    (sum, choice) => sum + choice.name.length + String(choice.value).length,
    0,
  );
  return (node.options ?? []).reduce((sum, option) => sum + characterCount(option), own + choices);
}

function longest(text: string, translations: Readonly<Record<string, string>> | null | undefined) {
  return Math.max(text.length, ...Object.values(translations ?? {}).map((entry) => entry.length));
}
