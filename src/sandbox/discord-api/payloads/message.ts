import {
  ApplicationFlags,
  GatewayIntentBits,
  InteractionType,
  MessageFlags,
  MessageType,
} from "discord-api-types/v10";
import type { Platform } from "../platform.js";
import type { InteractionKind } from "../seen.js";
import type { WorldInteraction, WorldMessage } from "../world/model.js";
import { resolveComponents, resolveEmbeds, shownInside, toAttachmentPayload } from "./media.js";
import { toUserPayload, userOf } from "./people.js";

export const INTERACTION_TYPES: Readonly<Record<InteractionKind, InteractionType>> = {
  command: InteractionType.ApplicationCommand,
  user_command: InteractionType.ApplicationCommand,
  message_command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  modal_submit: InteractionType.ModalSubmit,
  autocomplete: InteractionType.ApplicationCommandAutocomplete,
};

/** A message as the API gives it, content included. */
export function toMessagePayload(platform: Platform, message: WorldMessage) {
  const { world } = platform;
  const interaction = world.interactions.get(message.interactionId ?? "");
  const inside = shownInside(message);
  return {
    id: message.id,
    type: messageType(message, interaction),
    channel_id: message.channelId,
    author: toUserPayload(userOf(world, message.authorId)),
    content: message.content,
    embeds: resolveEmbeds(platform, message).map((embed) => ({ type: "rich", ...embed })),
    components: resolveComponents(platform, message),
    attachments: message.files
      .filter((file) => !inside.has(file))
      .map((file) => toAttachmentPayload(platform, file)),
    mentions: message.pings.userIds.map((id) => toUserPayload(userOf(world, id))),
    mention_roles: [...message.pings.roleIds],
    mention_everyone: message.pings.everyone,
    flags: message.flags,
    pinned: false,
    tts: false,
    timestamp: message.createdAt.toISOString(),
    edited_timestamp: message.editedAt?.toISOString() ?? null,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...interactionFields(platform, message, interaction),
    ...replyFields(platform, message),
  };
}

export type MessagePayload = ReturnType<typeof toMessagePayload>;

function messageType(message: WorldMessage, interaction: WorldInteraction | undefined) {
  if (interaction?.originalMessageId === message.id) {
    if (interaction.kind === "command") return MessageType.ChatInputCommand;
    if (interaction.kind !== "component") return MessageType.ContextMenuCommand;
  }
  return message.replyTo === null ? MessageType.Default : MessageType.Reply;
}

function interactionFields(
  platform: Platform,
  message: WorldMessage,
  interaction: WorldInteraction | undefined,
) {
  const applicationId = platform.world.application.id;
  if (message.interactionId === null) {
    return message.authorId === applicationId ? { application_id: applicationId } : {};
  }
  if (interaction === undefined) return { application_id: applicationId };
  return {
    application_id: applicationId,
    webhook_id: applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: INTERACTION_TYPES[interaction.kind],
      user: toUserPayload(userOf(platform.world, interaction.userId)),
      authorizing_integration_owners: interaction.owners,
      ...(interaction.kind === "command" ? { name: interaction.name } : {}),
    },
  };
}

function replyFields(platform: Platform, message: WorldMessage): Record<string, unknown> {
  if (message.replyTo === null) return {};
  const original = platform.world.messages.get(message.replyTo);
  return {
    message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyTo },
    // One level deep, as the platform gives it.
    referenced_message:
      original === undefined
        ? null
        : toMessagePayload(platform, { ...original, replyTo: null, interactionId: null }),
  };
}

/**
 * The message as this bot may read it: what others wrote is empty without the message content
 * intent, except in direct messages and where the bot is mentioned.
 */
export function toReadablePayload(
  platform: Platform,
  message: WorldMessage,
  mayReadContent: boolean,
) {
  const payload = toMessagePayload(platform, message);
  const botId = platform.world.application.botUserId;
  const channel = platform.world.channels.get(message.channelId);
  const readable =
    mayReadContent ||
    message.authorId === botId ||
    channel?.kind === "direct_message" ||
    message.pings.userIds.includes(botId);
  return readable
    ? payload
    : { ...payload, content: "", embeds: [], attachments: [], components: [] };
}

export function mayReadContentByRest(platform: Platform): boolean {
  const bits =
    ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
  return (platform.world.application.flags & bits) !== 0;
}

export function mayReadContentByGateway(intents: number): boolean {
  return (intents & GatewayIntentBits.MessageContent) !== 0;
}

export function isEphemeral(message: WorldMessage): boolean {
  return (message.flags & MessageFlags.Ephemeral) !== 0;
}
