import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Pings } from "../seen.js";
import type { AllowedMentions } from "../validation/message-body.js";
import type { World, WorldChannel } from "./model.js";
import { botPermissions, canRead, guildOf, has, PRIVATE_PERMISSIONS } from "./permissions.js";

export const NO_PINGS: Pings = { everyone: false, userIds: [], roleIds: [] };

/** Left out, a bot's own messages parse everything; answers to interactions only users. */
export const CHANNEL_DEFAULT: AllowedMentions = {
  parse: ["users", "roles", "everyone"],
  replied_user: true,
};
export const INTERACTION_DEFAULT: AllowedMentions = { parse: ["users"] };

/**
 * Whom the bot's text would notify in this channel.
 *
 * @param options.text all of the message's own text; embeds never notify
 */
export function resolvePings(
  world: World,
  options: {
    channel: WorldChannel;
    text: string;
    allowed: AllowedMentions;
    repliedUserId: string | null;
  },
): Pings {
  const { channel, text, allowed, repliedUserId } = options;
  const parse = new Set(allowed.parse ?? []);
  const mayPingAll = has(
    botPermissions(world, channel) ?? PRIVATE_PERMISSIONS,
    PermissionFlagsBits.MentionEveryone,
  );
  const roles = new Map(guildOf(world, channel)?.roles.map((role) => [role.id, role]));

  const userIds = idsIn(text, /<@!?(\d{1,20})>/g).filter(
    (id) =>
      (parse.has("users") || (allowed.users ?? []).includes(id)) && canRead(world, channel, id),
  );
  const roleIds = idsIn(text, /<@&(\d{1,20})>/g).filter(
    (id) =>
      (parse.has("roles") || (allowed.roles ?? []).includes(id)) &&
      (roles.get(id)?.mentionable === true || (roles.has(id) && mayPingAll)),
  );
  const replied = allowed.replied_user === true && repliedUserId !== null ? [repliedUserId] : [];
  return {
    everyone: parse.has("everyone") && mayPingAll && /@(everyone|here)\b/.test(text),
    userIds: [...new Set([...userIds, ...replied])],
    roleIds: [...new Set(roleIds)],
  };
}

/** A notification that went out stays sent, whatever a later edit says. */
export function unitePings(before: Pings, after: Pings): Pings {
  return {
    everyone: before.everyone || after.everyone,
    userIds: [...new Set([...before.userIds, ...after.userIds])],
    roleIds: [...new Set([...before.roleIds, ...after.roleIds])],
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
