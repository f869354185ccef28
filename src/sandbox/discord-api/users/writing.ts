import { PermissionFlagsBits } from "discord-api-types/v10";
import { type Place, SandboxError, type UploadedFile } from "../control.js";
import type { Platform } from "../platform.js";
import type { SeenAttachment, SeenMessage } from "../seen.js";
import { toSeenAttachment, toSeenMessage } from "../views.js";
import { channelFolder, makeFile } from "../world/files.js";
import { CHANNEL_DEFAULT, resolvePings } from "../world/mentions.js";
import { postMessage, removeMessage } from "../world/messages.js";
import type { WorldChannel, WorldMessage } from "../world/model.js";
import { guildOf, has, memberOf, permissionsIn } from "../world/permissions.js";
import { readableChannel } from "./command-menu.js";
import { uploadFile } from "./resolved-data.js";

/** What people do with messages of their own. */

export function sendMessage(
  platform: Platform,
  fields: Place & { content: string; files?: readonly UploadedFile[]; replyTo?: string },
): SeenMessage {
  const channel = readableChannel(platform, fields);
  requireSpeech(platform, channel, fields.userId);
  const replied =
    fields.replyTo === undefined
      ? undefined
      : visibleMessage(platform, { ...fields, messageId: fields.replyTo });
  const folder = channelFolder(channel.id);
  const message = postMessage(platform, {
    channelId: channel.id,
    authorId: fields.userId,
    content: fields.content,
    embeds: [],
    components: [],
    files: (fields.files ?? []).map((file) => makeFile(platform, { ...file, folder })),
    flags: 0,
    replyTo: replied?.id ?? null,
    pings: resolvePings(platform.world, {
      channel,
      text: fields.content,
      allowed: CHANNEL_DEFAULT,
      repliedUserId: replied?.authorId ?? null,
    }),
  });
  return toSeenMessage(platform, message);
}

function requireSpeech(platform: Platform, channel: WorldChannel, userId: string): void {
  const guild = guildOf(platform.world, channel);
  const member = guild && memberOf(guild, userId);
  if (!guild || !member || channel.kind !== "guild") return;
  if (!has(permissionsIn(guild, member, channel), PermissionFlagsBits.SendMessages)) {
    throw new SandboxError(`user ${userId} may not write in #${channel.name}`);
  }
}

export function uploadAttachment(
  platform: Platform,
  upload: Place & { file: UploadedFile },
): SeenAttachment {
  readableChannel(platform, upload);
  return toSeenAttachment(platform, uploadFile(platform, upload.file));
}

/** @throws SandboxError when it is gone already */
export function deleteMessage(platform: Platform, messageId: string): void {
  const message = platform.world.messages.get(messageId);
  if (message === undefined) throw new SandboxError(`no message ${messageId}`);
  removeMessage(platform, message);
}

/** What a person sees in a channel, oldest first. */
export function messagesSeenBy(platform: Platform, place: Place): SeenMessage[] {
  readableChannel(platform, place);
  return [...platform.world.messages.values()]
    .filter(
      (message) =>
        message.channelId === place.channelId &&
        (message.visibleTo === null || message.visibleTo === place.userId),
    )
    .map((message) => toSeenMessage(platform, message));
}

/** @throws SandboxError when the person does not see it */
export function visibleMessage(
  platform: Platform,
  options: { userId: string; messageId: string },
): WorldMessage {
  const message = platform.world.messages.get(options.messageId);
  const isHidden = message?.visibleTo != null && message.visibleTo !== options.userId;
  if (message === undefined || isHidden) {
    throw new SandboxError(`user ${options.userId} sees no message ${options.messageId}`);
  }
  readableChannel(platform, { userId: options.userId, channelId: message.channelId });
  return message;
}
