import { InteractionContextType, PermissionFlagsBits } from "discord-api-types/v10";
import type { Platform } from "../platform.js";
import { FILE_BYTES_MAX } from "../validation/limits.js";
import type { WorldChannel, WorldInteraction } from "../world/model.js";
import {
  botPermissions,
  guildOf,
  memberOf,
  PRIVATE_PERMISSIONS,
  permissionsIn,
} from "../world/permissions.js";
import { INTERACTION_TYPES, toMessagePayload } from "./message.js";
import { toMemberPayload, toUserPayload, userOf } from "./people.js";
import { toChannelPayload } from "./places.js";

/** An interaction as it leaves for the bot, by gateway or HTTP. */
export function toInteractionPayload(
  platform: Platform,
  interaction: WorldInteraction,
  data: unknown,
) {
  const { world } = platform;
  const channel = channelOf(platform, interaction.channelId);
  const source = world.messages.get(interaction.sourceMessageId ?? "");
  return {
    id: interaction.id,
    application_id: world.application.id,
    type: INTERACTION_TYPES[interaction.kind],
    data,
    token: interaction.token,
    version: 1,
    locale: userOf(world, interaction.userId).locale,
    channel_id: channel.id,
    channel: toChannelPayload(world, channel),
    context: contextOf(channel),
    app_permissions: appPermissions(platform, channel).toString(),
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: interaction.owners,
    attachment_size_limit: FILE_BYTES_MAX,
    ...personFields(platform, interaction, channel),
    ...(source === undefined ? {} : { message: toMessagePayload(platform, source) }),
  };
}

function personFields(platform: Platform, interaction: WorldInteraction, channel: WorldChannel) {
  const { world } = platform;
  const user = userOf(world, interaction.userId);
  const guild = guildOf(world, channel);
  const member = guild && memberOf(guild, user.id);
  if (guild === undefined || member === undefined || channel.kind !== "guild") {
    return { user: toUserPayload(user) };
  }
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: {
      ...toMemberPayload(member, user),
      permissions: permissionsIn(guild, member, channel).toString(),
    },
  };
}

export function contextOf(channel: WorldChannel): InteractionContextType {
  if (channel.kind === "guild") return InteractionContextType.Guild;
  return channel.kind === "direct_message"
    ? InteractionContextType.BotDM
    : InteractionContextType.PrivateChannel;
}

// Answering an interaction needs no permission of the bot; files and links are always possible there.
function appPermissions(platform: Platform, channel: WorldChannel): bigint {
  const own = botPermissions(platform.world, channel);
  return own === null
    ? PRIVATE_PERMISSIONS
    : own | PermissionFlagsBits.EmbedLinks | PermissionFlagsBits.AttachFiles;
}

/** @throws Error when there is no such channel: a fault in this server, never of the bot. */
export function channelOf(platform: Platform, id: string): WorldChannel {
  const channel = platform.world.channels.get(id);
  if (channel === undefined) throw new Error(`no channel ${id} in the world`);
  return channel;
}
