import { PermissionFlagsBits } from "discord-api-types/v10";
import { userOf } from "../payloads/people.js";
import type { Platform } from "../platform.js";
import type { WorldChannel } from "../world/model.js";
import { botPermissions, has, memberOf } from "../world/permissions.js";
import { refuse } from "./api-error.js";

/**
 * A channel the bot may look into.
 *
 * @throws ApiError 10003 for an unknown one, 50001 where the bot is not a member or sees nothing
 */
export function visibleChannel(platform: Platform, id: string): WorldChannel {
  const channel = platform.world.channels.get(id);
  if (channel === undefined) throw refuse("unknown_channel");
  const permissions = botPermissions(platform.world, channel);
  if (channel.kind === "direct_message") return channel;
  if (permissions === null || !has(permissions, PermissionFlagsBits.ViewChannel)) {
    throw refuse("missing_access");
  }
  return channel;
}

/** @throws ApiError 50013 */
export function requirePermission(platform: Platform, channel: WorldChannel, wanted: bigint): void {
  if (channel.kind === "direct_message") return;
  if (!has(botPermissions(platform.world, channel) ?? 0n, wanted)) {
    throw refuse("missing_permissions");
  }
}

/** @throws ApiError 50007 when the person takes no direct messages, 50278 when nothing connects them to the bot */
export function requireOpenDirectMessages(platform: Platform, channel: WorldChannel): void {
  if (channel.kind !== "direct_message") return;
  const { world } = platform;
  const user = userOf(world, channel.userId);
  const shared = [...world.guilds.values()].some(
    (guild) => memberOf(guild, user.id) && memberOf(guild, world.application.botUserId),
  );
  if (!shared && !user.hasInstalledApp) throw refuse("no_mutual_guilds");
  if (!user.acceptsDirectMessages) throw refuse("direct_messages_closed");
}
