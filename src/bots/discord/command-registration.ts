import { isDeepStrictEqual } from "node:util";
import { DiscordAPIError, type REST, type RouteLike } from "discord.js";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Routes,
} from "discord-api-types/v10";
import { z } from "zod";
import type { Command, OptionChoice, OptionSpec } from "../commands/command.js";
import { commandsOn } from "../commands/registry.js";
import { wordings } from "../presentation/wording/languages.js";
import {
  EDIT,
  EDIT_MENU_ENTRY,
  JOB,
  ORIGIN_MENU_ENTRY,
  toPictureOptions,
} from "./picture-options.js";

/** Discord's most for the length of a text option. */
const MAX_TEXT_LENGTH = 6_000;
const MAX_CHOICES = 25;

const OPTION_TYPES = {
  text: ApplicationCommandOptionType.String,
  whole_number: ApplicationCommandOptionType.Integer,
  number: ApplicationCommandOptionType.Number,
  yes_no: ApplicationCommandOptionType.Boolean,
} as const satisfies Record<OptionSpec["kind"], ApplicationCommandOptionType>;

const Localizations = z
  .record(z.string(), z.string())
  .nullish()
  .transform((texts) => texts ?? {});
/** A list whose order means nothing. */
const NumberSet = z
  .array(z.int())
  .nullish()
  .transform((numbers) => (numbers ?? []).toSorted((a, b) => a - b));

const OptionSchema = z.object({
  type: z.int(),
  name: z.string(),
  description: z.string(),
  description_localizations: Localizations,
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: z
    .array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) }))
    .default([]),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  max_length: z.int().optional(),
  file_types: z
    .array(z.string())
    .nullish()
    .transform((types) => types ?? []),
});

/** A command with what we set of it, alike whether it comes from us or from Discord, which adds and leaves out fields. */
const CommandSchema = z.object({
  type: z.int().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  name_localizations: Localizations,
  /** Entries of menus have none. */
  description: z.string().default(""),
  description_localizations: Localizations,
  contexts: NumberSet,
  integration_types: NumberSet,
  options: z.array(OptionSchema).default([]),
});
const CommandsSchema = z
  .array(CommandSchema)
  .transform((commands) => commands.toSorted((a, b) => (a.name < b.name ? -1 : 1)));

/**
 * Makes Discord's list of our commands what it should be; says so only when it is not, since creations are counted
 * (200 a day). Resolves to whether anything was changed.
 *
 * @throws the library's errors
 */
export async function registerCommands(
  rest: REST,
  input: { applicationId: string; commands: readonly Command[] },
): Promise<boolean> {
  const route = Routes.applicationCommands(input.applicationId);
  const present = await readCommands(rest, route);
  const commands = commandsOn("discord", input.commands);
  const wanted = [...commands.map(toDiscordCommand), ...toMenuEntries(commands)];
  if (isDeepStrictEqual(present, CommandsSchema.parse(wanted))) return false;
  await rest.put(route, { body: wanted });
  return true;
}

/** Null when the list is not to be had or not readable: then it is written anew. */
async function readCommands(rest: REST, route: RouteLike) {
  const query = new URLSearchParams({ with_localizations: "true" });
  try {
    return CommandsSchema.safeParse(await rest.get(route, { query })).data ?? null;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return null;
    throw error;
  }
}

/** In servers, with the bot alone, and among people, wherever either the place or the person has installed us. */
const EVERYWHERE = {
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
};

function toDiscordCommand(command: Command) {
  const { name, description, options } = command;
  const all = [...options.map(toDiscordOption), ...toPictureOptions(command)];
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: description.en,
    description_localizations: { de: description.de },
    ...EVERYWHERE,
    // Discord wants those first that must be given.
    options: [...all.filter(({ required }) => required), ...all.filter((one) => !one.required)],
  };
}

/** The menus of messages. */
function toMenuEntries(commands: readonly Command[]) {
  const { pictures, origin } = wordings.de;
  const entries = [
    { command: EDIT, name: EDIT_MENU_ENTRY, de: pictures.discord.menuEntry },
    { command: JOB, name: ORIGIN_MENU_ENTRY, de: origin.menuEntry },
  ];
  return entries
    .filter(({ command }) => commands.some(({ name }) => name === command))
    .map(({ name, de }) => ({
      type: ApplicationCommandType.Message,
      name,
      name_localizations: { de },
      ...EVERYWHERE,
    }));
}

function toDiscordOption(option: OptionSpec) {
  const { name, kind, description, choices, min, max, maxLength } = option;
  return {
    type: OPTION_TYPES[kind],
    name,
    description: description.en,
    description_localizations: { de: description.de },
    required: option.isRequired,
    ...(option.suggest && { autocomplete: true }),
    ...(choices && { choices: choices.slice(0, MAX_CHOICES).map(toDiscordChoice) }),
    ...(min !== undefined && { min_value: min }),
    ...(max !== undefined && { max_value: max }),
    ...(maxLength !== undefined && { max_length: Math.min(maxLength, MAX_TEXT_LENGTH) }),
  };
}

function toDiscordChoice({ value, label }: OptionChoice) {
  return { name: label, value };
}
