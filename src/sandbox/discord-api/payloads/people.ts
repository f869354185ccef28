import type { World, WorldMember, WorldRole, WorldUser } from "../world/model.js";

export function toUserPayload(user: WorldUser) {
  return {
    id: user.id,
    username: user.username,
    discriminator: user.isBot ? "0001" : "0",
    global_name: user.isBot ? null : user.displayName,
    avatar: null,
    public_flags: 0,
    ...(user.isBot ? { bot: true } : {}),
  };
}

export function toMemberPayload(member: WorldMember, user: WorldUser) {
  return {
    user: toUserPayload(user),
    nick: member.nick,
    avatar: null,
    roles: [...member.roleIds],
    joined_at: member.joinedAt,
    premium_since: null,
    pending: false,
    deaf: false,
    mute: false,
    communication_disabled_until: null,
    flags: 0,
  };
}

export function toRolePayload(role: WorldRole) {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: false,
    mentionable: role.mentionable,
    flags: 0,
  };
}

/** @throws Error when nobody has the id: a fault in this server, never of the bot. */
export function userOf(world: World, id: string): WorldUser {
  const user = world.users.get(id);
  if (user === undefined) throw new Error(`no user ${id} in the world`);
  return user;
}
