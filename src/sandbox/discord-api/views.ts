import { ComponentType, MessageFlags } from "discord-api-types/v10";
import { resolveComponents, resolveEmbeds, shownInside } from "./payloads/media.js";
import { isEphemeral } from "./payloads/message.js";
import { userOf } from "./payloads/people.js";
import type { Platform } from "./platform.js";
import type {
  InteractionRecord,
  SeenAttachment,
  SeenButton,
  SeenMessage,
  SeenSelect,
  WorldView,
} from "./seen.js";
import { embedTexts } from "./validation/embeds.js";
import { displayTexts, flatten, type MessageComponent } from "./validation/message-components.js";
import { fileUrl } from "./world/files.js";
import type { WorldChannel, WorldFile, WorldInteraction, WorldMessage } from "./world/model.js";
import { botPermissions, canRead, memberOf } from "./world/permissions.js";

/** What people see, as plain data. */

export function toSeenMessage(platform: Platform, message: WorldMessage): SeenMessage {
  const author = userOf(platform.world, message.authorId);
  const isComponentsV2 = (message.flags & MessageFlags.IsComponentsV2) !== 0;
  // A file of a Components V2 message shows only where a component refers to it.
  const inside = isComponentsV2 ? shownInside(message) : null;
  const files = message.files.filter((file) => inside === null || inside.has(file));
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: author.id,
    authorName: author.displayName,
    isFromBot: author.isBot,
    content: message.content,
    text: [
      message.content,
      ...message.embeds.flatMap((embed) => embedTexts(embed)),
      ...displayTexts(message.components),
    ]
      .filter((part) => part !== "")
      .join("\n"),
    embeds: resolveEmbeds(platform, message),
    components: resolveComponents(platform, message),
    buttons: buttonsOf(message.components),
    selects: selectsOf(message.components),
    attachments: files.map((file) => toSeenAttachment(platform, file)),
    isEphemeral: isEphemeral(message),
    visibleTo: message.visibleTo,
    isLoading: (message.flags & MessageFlags.Loading) !== 0,
    isComponentsV2,
    pings: message.pings,
    replyTo: message.replyTo,
    interactionId: message.interactionId,
    createdAt: message.createdAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
  };
}

export function toSeenAttachment(platform: Platform, file: WorldFile): SeenAttachment {
  return {
    id: file.id,
    filename: file.filename,
    contentType: file.contentType,
    sizeBytes: file.bytes.byteLength,
    description: file.description,
    url: fileUrl(platform, file, "cdn"),
  };
}

function buttonsOf(components: readonly MessageComponent[]): SeenButton[] {
  return flatten(components).flatMap((component) =>
    component.type === ComponentType.Button
      ? {
          customId: component.custom_id ?? null,
          label: component.label ?? component.emoji?.name ?? "",
          url: component.url ?? null,
          disabled: component.disabled ?? false,
          style: component.style,
        }
      : [],
  );
}

function selectsOf(components: readonly MessageComponent[]): SeenSelect[] {
  return flatten(components).flatMap((component) => {
    if (!("custom_id" in component) || component.type === ComponentType.Button) return [];
    const options = component.type === ComponentType.StringSelect ? component.options : [];
    return {
      customId: component.custom_id,
      placeholder: component.placeholder ?? null,
      disabled: component.disabled ?? false,
      options: options.map(({ label, value, description }) => ({
        label,
        value,
        description: description ?? null,
      })),
    };
  });
}

export function toInteractionRecord(interaction: WorldInteraction): InteractionRecord {
  const { id, kind, userId, channelId, guildId, name, state } = interaction;
  return {
    id,
    kind,
    userId,
    channelId,
    guildId,
    name,
    state,
    sourceMessageId: interaction.sourceMessageId,
    createdAt: interaction.createdAt.toISOString(),
    acknowledgement: interaction.acknowledgement,
    acknowledgedAfterMs: interaction.acknowledgedAfterMs,
    isEphemeral: interaction.isEphemeral,
    messageIds: [...interaction.messageIds],
    choices: interaction.choices,
    modal: interaction.modal,
  };
}

export function toWorldView(platform: Platform): WorldView {
  const { world } = platform;
  const { application } = world;
  const guilds = [...world.guilds.values()];
  const people = [...world.users.values()].filter((user) => !user.isBot);
  return {
    application: {
      id: application.id,
      publicKey: platform.publicKey,
      botUserId: application.botUserId,
      botName: application.name,
    },
    users: people.map((user) => ({
      id: user.id,
      name: user.displayName,
      locale: user.locale,
      guildIds: guilds.filter((guild) => memberOf(guild, user.id)).map((guild) => guild.id),
    })),
    guilds: guilds.map((guild) => ({
      id: guild.id,
      name: guild.name,
      locale: guild.locale,
      botInstalled: memberOf(guild, application.botUserId) !== undefined,
      available: guild.available,
      roles: guild.roles.map(({ id, name }) => ({ id, name })),
      members: guild.members
        .filter(({ userId }) => !userOf(world, userId).isBot)
        .map(({ userId, roleIds }) => ({ userId, isOwner: guild.ownerId === userId, roleIds })),
    })),
    channels: [...world.channels.values()].map((channel) => ({
      id: channel.id,
      name: channelName(platform, channel),
      kind: channel.kind,
      guildId: channel.kind === "guild" ? channel.guildId : null,
      userIds: people.filter((user) => canRead(world, channel, user.id)).map((user) => user.id),
      botPresent: (botPermissions(world, channel) ?? 0n) !== 0n,
    })),
  };
}

function channelName(platform: Platform, channel: WorldChannel): string {
  return channel.kind === "direct_message"
    ? `${platform.world.application.name} and ${userOf(platform.world, channel.userId).displayName}`
    : channel.name;
}
