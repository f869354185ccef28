import { PermissionFlagsBits } from "discord-api-types/v10";
import type { GuildChannel, World, WorldChannel, WorldGuild, WorldMember } from "./model.js";

const ALL = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);
/** What an application may do where only the person has installed it, and in private chats. */
export const PRIVATE_PERMISSIONS =
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.UseExternalEmojis;

export function memberOf(guild: WorldGuild, userId: string): WorldMember | undefined {
  return guild.members.find((member) => member.userId === userId);
}

/** A member's permissions in a channel, by the platform's order: roles, then role and member overwrites. */
export function permissionsIn(
  guild: WorldGuild,
  member: WorldMember,
  channel?: GuildChannel,
): bigint {
  if (guild.ownerId === member.userId) return ALL;
  const held = new Set([guild.id, ...member.roleIds]);
  const base = guild.roles
    .filter((role) => held.has(role.id))
    .reduce((sum, role) => sum | role.permissions, 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ALL;

  const overwrites = channel?.overwrites ?? [];
  const ofEveryone = overwrites.filter((entry) => entry.id === guild.id);
  const ofRoles = overwrites.filter((entry) => entry.id !== guild.id && held.has(entry.id));
  const ofMember = overwrites.filter((entry) => entry.id === member.userId);
  const permissions = [ofEveryone, ofRoles, ofMember].reduce((sum, entries) => {
    const deny = entries.reduce((bits, entry) => bits | entry.deny, 0n);
    const allow = entries.reduce((bits, entry) => bits | entry.allow, 0n);
    return (sum & ~deny) | allow;
  }, base);
  return (permissions & PermissionFlagsBits.ViewChannel) === 0n ? 0n : permissions;
}

export function has(permissions: bigint, wanted: bigint): boolean {
  return (permissions & wanted) === wanted;
}

/** The guild a channel belongs to, if any. */
export function guildOf(world: World, channel: WorldChannel): WorldGuild | undefined {
  return channel.kind === "guild" ? world.guilds.get(channel.guildId) : undefined;
}

/** What the bot may do in a channel; null where it is not a member. */
export function botPermissions(world: World, channel: WorldChannel): bigint | null {
  if (channel.kind === "direct_message") return PRIVATE_PERMISSIONS;
  const guild = guildOf(world, channel);
  if (guild === undefined || channel.kind !== "guild") return null;
  const bot = memberOf(guild, world.application.botUserId);
  return bot === undefined ? null : permissionsIn(guild, bot, channel);
}

/** Whether a person can read a channel. */
export function canRead(world: World, channel: WorldChannel, userId: string): boolean {
  if (channel.kind === "direct_message") {
    return channel.userId === userId || userId === world.application.botUserId;
  }
  if (channel.kind === "group") return channel.userIds.includes(userId);
  const guild = guildOf(world, channel);
  const member = guild && memberOf(guild, userId);
  if (guild === undefined || member === undefined) return false;
  return has(permissionsIn(guild, member, channel), PermissionFlagsBits.ViewChannel);
}
