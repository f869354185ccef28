import { GatewayIntentBits, MessageFlags } from "discord-api-types/v10";
import { mayReadContentByGateway, toReadablePayload } from "../payloads/message.js";
import type { Platform } from "../platform.js";
import { refuse } from "../rest/api-error.js";
import { toSeenMessage } from "../views.js";
import type { MessageContent } from "./compose-message.js";
import { unitePings } from "./mentions.js";
import type { WorldChannel, WorldMessage } from "./model.js";

/** Every change of a message goes through here, so that people and the bot hear of it. */

export type NewMessage = MessageContent &
  Pick<WorldMessage, "channelId" | "authorId" | "pings"> &
  Partial<Pick<WorldMessage, "visibleTo" | "interactionId" | "replyTo" | "nonce">>;

export function postMessage(platform: Platform, fields: NewMessage): WorldMessage {
  const message: WorldMessage = {
    visibleTo: null,
    interactionId: null,
    replyTo: null,
    nonce: null,
    ...fields,
    id: platform.nextId(),
    createdAt: platform.clock.now(),
    editedAt: null,
  };
  platform.world.messages.set(message.id, message);
  for (const file of message.files) platform.world.files.set(file.id, file);
  platform.emit({ type: "message_created", message: toSeenMessage(platform, message) });
  announce(platform, "MESSAGE_CREATE", message);
  return message;
}

/** Replaces what a message holds; files that it no longer lists are gone from the CDN. */
export function editMessage(
  platform: Platform,
  message: WorldMessage,
  change: MessageContent & Pick<WorldMessage, "pings">,
): void {
  const wasLoading = (message.flags & MessageFlags.Loading) !== 0;
  const kept = new Set(change.files);
  for (const file of message.files) {
    if (!kept.has(file)) platform.world.files.delete(file.id);
  }
  for (const file of change.files) platform.world.files.set(file.id, file);
  Object.assign(message, change, { pings: unitePings(message.pings, change.pings) });
  // Filling in a deferred answer does not count as an edit.
  if (!wasLoading) message.editedAt = platform.clock.now();
  platform.emit({ type: "message_updated", message: toSeenMessage(platform, message) });
  announce(platform, "MESSAGE_UPDATE", message);
}

export function removeMessage(platform: Platform, message: WorldMessage): void {
  platform.world.messages.delete(message.id);
  for (const file of message.files) platform.world.files.delete(file.id);
  const { id, channelId, visibleTo } = message;
  platform.emit({ type: "message_deleted", messageId: id, channelId, visibleTo });
  announce(platform, "MESSAGE_DELETE", message);
}

/** @throws ApiError 10008 when it is gone, lies elsewhere, or is for one person only. */
export function findPublicMessage(
  platform: Platform,
  channel: WorldChannel,
  id: string,
): WorldMessage {
  const message = platform.world.messages.get(id);
  if (message === undefined || message.channelId !== channel.id || message.visibleTo !== null) {
    throw refuse("unknown_message");
  }
  return message;
}

function announce(
  platform: Platform,
  name: "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE",
  message: WorldMessage,
): void {
  const channel = platform.world.channels.get(message.channelId);
  if (channel === undefined || channel.kind === "group" || message.visibleTo !== null) return;
  const guildId = channel.kind === "guild" ? channel.guildId : null;
  const place = guildId === null ? {} : { guild_id: guildId };
  // Rendered when it is sent, but from what the message is now.
  const snapshot = { ...message };
  platform.dispatch({
    name,
    guildId,
    intent: guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
    render: (intents) =>
      name === "MESSAGE_DELETE"
        ? { id: snapshot.id, channel_id: snapshot.channelId, ...place }
        : {
            ...toReadablePayload(platform, snapshot, mayReadContentByGateway(intents)),
            ...place,
          },
  });
}
