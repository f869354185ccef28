import { MessageFlags, PermissionFlagsBits } from "discord-api-types/v10";
import type { Platform } from "../platform.js";
import { formError } from "../validation/form-error.js";
import { type MessageBody, parseMessageBody } from "../validation/message-body.js";
import { displayTexts } from "../validation/message-components.js";
import { composeMessage, type MessageContent } from "../world/compose-message.js";
import { channelFolder } from "../world/files.js";
import { CHANNEL_DEFAULT, resolvePings } from "../world/mentions.js";
import { editMessage, postMessage } from "../world/messages.js";
import type { WorldChannel, WorldMessage } from "../world/model.js";
import { refuse } from "./api-error.js";
import { requireOpenDirectMessages, requirePermission } from "./channel-access.js";
import type { RequestBody } from "./request-body.js";

/** How long the platform remembers a nonce: "the past few minutes". */
const NONCE_MEMORY_MS = 5 * 60_000;
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/**
 * A bot's own message to a channel. With `enforce_nonce` a repeat gives the message that is already there.
 *
 * @throws ApiError as the platform refuses it
 */
export function sendToChannel(
  platform: Platform,
  channel: WorldChannel,
  request: RequestBody,
): WorldMessage {
  requireOpenDirectMessages(platform, channel);
  requirePermission(platform, channel, PermissionFlagsBits.SendMessages);
  if (request.uploads.length > 0) {
    requirePermission(platform, channel, PermissionFlagsBits.AttachFiles);
  }
  const body = parseMessageBody(request.json ?? {}, { isComponentsV2: false });
  const repeated = body.enforceNonce ? findByNonce(platform, channel, body.nonce) : undefined;
  if (repeated !== undefined) return repeated;
  const repliedTo = findReplied(platform, channel, body);
  const composed = composeMessage(platform, {
    body,
    uploads: request.uploads,
    previous: null,
    folder: channelFolder(channel.id),
    flags: body.flags & SETTABLE_FLAGS,
  });
  return postMessage(platform, {
    ...composed,
    channelId: channel.id,
    authorId: platform.world.application.botUserId,
    nonce: body.nonce,
    replyTo: repliedTo?.id ?? null,
    pings: pingsOf(platform, channel, { composed, body, repliedTo }),
  });
}

/** @throws ApiError as `composeMessage` */
export function changeOwnMessage(
  platform: Platform,
  message: WorldMessage,
  request: RequestBody & { channel: WorldChannel },
): void {
  const { channel } = request;
  const isComponentsV2 = (message.flags & MessageFlags.IsComponentsV2) !== 0;
  const body = parseMessageBody(request.json ?? {}, { isComponentsV2 });
  const settable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
  const composed = composeMessage(platform, {
    body,
    uploads: request.uploads,
    previous: message,
    folder: channelFolder(channel.id),
    flags: message.flags | (body.flags & settable),
  });
  const repliedTo = platform.world.messages.get(message.replyTo ?? "");
  editMessage(platform, message, {
    ...composed,
    pings: pingsOf(platform, channel, { composed, body, repliedTo }),
  });
}

function findByNonce(
  platform: Platform,
  channel: WorldChannel,
  nonce: string | null,
): WorldMessage | undefined {
  if (nonce === null) return undefined;
  const since = platform.clock.now().getTime() - NONCE_MEMORY_MS;
  return [...platform.world.messages.values()].find(
    (message) =>
      message.nonce === nonce &&
      message.channelId === channel.id &&
      message.authorId === platform.world.application.botUserId &&
      message.createdAt.getTime() >= since,
  );
}

function findReplied(
  platform: Platform,
  channel: WorldChannel,
  body: MessageBody,
): WorldMessage | undefined {
  if (body.reply === null) return undefined;
  const message = platform.world.messages.get(body.reply.messageId);
  if (message?.channelId === channel.id && message.visibleTo === null) {
    return requireHistory(platform, channel, message);
  }
  if (!body.reply.mustExist) return undefined;
  throw formError([
    {
      path: ["message_reference"],
      code: "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
      message: "Unknown message",
    },
  ]);
}

function requireHistory(
  platform: Platform,
  channel: WorldChannel,
  message: WorldMessage,
): WorldMessage {
  try {
    requirePermission(platform, channel, PermissionFlagsBits.ReadMessageHistory);
  } catch {
    throw refuse("cannot_read_history");
  }
  return message;
}

function pingsOf(
  platform: Platform,
  channel: WorldChannel,
  options: {
    composed: MessageContent;
    body: MessageBody;
    repliedTo: WorldMessage | undefined;
  },
) {
  const { composed, body, repliedTo } = options;
  return resolvePings(platform.world, {
    channel,
    text: [composed.content, ...displayTexts(composed.components)].join("\n"),
    allowed: body.allowedMentions ?? CHANNEL_DEFAULT,
    repliedUserId: repliedTo?.authorId ?? null,
  });
}
