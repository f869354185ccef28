import { ChannelType, OverwriteType } from "discord-api-types/v10";
import type { World, WorldChannel, WorldGuild } from "../world/model.js";
import { toMemberPayload, toRolePayload, toUserPayload, userOf } from "./people.js";

export function toChannelPayload(world: World, channel: WorldChannel) {
  if (channel.kind === "direct_message") {
    return {
      id: channel.id,
      type: ChannelType.DM,
      flags: 0,
      last_message_id: null,
      recipients: [toUserPayload(userOf(world, channel.userId))],
    };
  }
  if (channel.kind === "group") {
    return {
      id: channel.id,
      type: ChannelType.GroupDM,
      flags: 0,
      name: channel.name,
      icon: null,
      last_message_id: null,
      owner_id: channel.userIds[0],
      recipients: channel.userIds.map((id) => toUserPayload(userOf(world, id))),
    };
  }
  return {
    id: channel.id,
    type: ChannelType.GuildText,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    topic: null,
    nsfw: channel.isAgeRestricted,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    permission_overwrites: channel.overwrites.map((entry) => ({
      id: entry.id,
      type: entry.kind === "role" ? OverwriteType.Role : OverwriteType.Member,
      allow: entry.allow.toString(),
      deny: entry.deny.toString(),
    })),
  };
}

export function channelsOf(world: World, guildId: string): WorldChannel[] {
  return [...world.channels.values()].filter(
    (channel) => channel.kind === "guild" && channel.guildId === guildId,
  );
}

/** The guild object of the REST API. */
export function toGuildPayload(guild: WorldGuild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    region: "deprecated",
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: guild.roles.map(toRolePayload),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    max_members: 500_000,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    nsfw_level: 0,
    incidents_data: null,
  };
}

/** GUILD_CREATE: the guild with what is in it. Other people are left out, as without the members intent. */
export function toGuildCreatePayload(world: World, guild: WorldGuild) {
  const bot = guild.members.filter((member) => member.userId === world.application.botUserId);
  return {
    ...toGuildPayload(guild),
    joined_at: bot[0]?.joinedAt ?? null,
    large: false,
    unavailable: false,
    member_count: guild.members.length,
    members: bot.map((member) => toMemberPayload(member, userOf(world, member.userId))),
    channels: channelsOf(world, guild.id).map((channel) => toChannelPayload(world, channel)),
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
