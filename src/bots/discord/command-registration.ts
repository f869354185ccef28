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
});

/** A command with what we set of it, alike whether it comes from us or from Discord, which adds and leaves out fields. */
const CommandSchema = z.object({
  type: z.int().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z.string(),
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
  const wanted = commandsOn("discord", input.commands).map(toDiscordCommand);
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

function toDiscordCommand({ name, description, options }: Command) {
  const required = options.filter(({ isRequired }) => isRequired);
  const optional = options.filter(({ isRequired }) => !isRequired);
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: description.en,
    description_localizations: { de: description.de },
    contexts: [
      InteractionContextType.Guild,
      InteractionContextType.BotDM,
      InteractionContextType.PrivateChannel,
    ],
    integration_types: [
      ApplicationIntegrationType.GuildInstall,
      ApplicationIntegrationType.UserInstall,
    ],
    // Discord wants those first that must be given.
    options: [...required, ...optional].map(toDiscordOption),
  };
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
