import {
  type ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from "discord-api-types/v10";
import { type Place, SandboxError, type VisibleCommand } from "../control.js";
import { contextOf } from "../payloads/interaction.js";
import { userOf } from "../payloads/people.js";
import type { Platform } from "../platform.js";
import type { RegisteredCommand } from "../validation/commands.js";
import type { WorldChannel } from "../world/model.js";
import { canRead, guildOf, has, memberOf, permissionsIn } from "../world/permissions.js";

/** The commands a person finds at a place: installed there, meant for such places, and allowed. */
export function listCommands(platform: Platform, place: Place): VisibleCommand[] {
  const channel = readableChannel(platform, place);
  const guildId = channel.kind === "guild" ? channel.guildId : null;
  const registered = [
    ...platform.commands.list(null),
    ...(guildId === null ? [] : platform.commands.list(guildId)),
  ];
  return registered.flatMap((command) => {
    const owners = ownersOf(platform, { command, channel, userId: place.userId });
    const isVisible =
      Object.keys(owners).length > 0 &&
      isMeantFor(command, contextOf(channel)) &&
      isAllowed(platform, { command, channel, userId: place.userId });
    return isVisible ? { ...command, owners } : [];
  });
}

/** @throws SandboxError when the menu does not have it */
export function findVisibleCommand(
  platform: Platform,
  place: Place,
  wanted: { name: string; type: ApplicationCommandType },
): VisibleCommand {
  const commands = listCommands(platform, place).filter(({ type }) => type === wanted.type);
  const command = commands.find(({ name }) => name === wanted.name);
  if (command !== undefined) return command;
  const names = commands.map(({ name }) => name).join(", ");
  throw new SandboxError(`no command "${wanted.name}" here; there are: ${names || "none"}`);
}

/** @throws SandboxError when the person cannot see it */
export function readableChannel(platform: Platform, place: Place): WorldChannel {
  const channel = platform.world.channels.get(place.channelId);
  if (!platform.world.users.has(place.userId)) throw new SandboxError(`no user ${place.userId}`);
  if (channel === undefined || !canRead(platform.world, channel, place.userId)) {
    throw new SandboxError(`user ${place.userId} sees no channel ${place.channelId}`);
  }
  return channel;
}

/**
 * Through which installations something of the application is at this place: "0" the server's
 * (in direct messages "0" too), "1" the person's own.
 */
export function ownersOf(
  platform: Platform,
  options: { command: RegisteredCommand | null; channel: WorldChannel; userId: string },
): Record<string, string> {
  const { command, channel, userId } = options;
  const { world } = platform;
  const types = command?.guild_id === undefined ? command?.integration_types : [0];
  const supports = (type: ApplicationIntegrationType) => types?.includes(type) ?? true;
  const guild = guildOf(world, channel);
  const owners: Record<string, string> = {};
  if (supports(ApplicationIntegrationType.GuildInstall)) {
    const isInstalled =
      guild !== undefined && memberOf(guild, world.application.botUserId) !== undefined;
    if (isInstalled) owners["0"] = guild.id;
    if (channel.kind === "direct_message") owners["0"] = "0";
  }
  if (supports(ApplicationIntegrationType.UserInstall) && userOf(world, userId).hasInstalledApp) {
    owners["1"] = userId;
  }
  return owners;
}

function isMeantFor(command: RegisteredCommand, context: InteractionContextType): boolean {
  if (command.contexts != null) return command.contexts.includes(context);
  return context === InteractionContextType.Guild || command.dm_permission !== false;
}

function isAllowed(
  platform: Platform,
  options: { command: RegisteredCommand; channel: WorldChannel; userId: string },
): boolean {
  const { command, channel, userId } = options;
  const guild = guildOf(platform.world, channel);
  const member = guild && memberOf(guild, userId);
  if (guild === undefined || member === undefined || channel.kind !== "guild") return true;
  const permissions = permissionsIn(guild, member, channel);
  if (command.nsfw && !channel.isAgeRestricted) return false;
  if (!has(permissions, PermissionFlagsBits.UseApplicationCommands)) return false;
  const wanted = command.default_member_permissions;
  // "0" is for administrators only.
  return wanted === null || has(permissions, BigInt(wanted) || PermissionFlagsBits.Administrator);
}
