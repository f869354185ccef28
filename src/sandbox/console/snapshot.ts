import type { DiscordControl } from "../discord-api/control.js";
import type { InteractionRecord, PlatformCall, SeenMessage } from "../discord-api/seen.js";
import type { TelegramControl } from "../telegram-api/control-types.js";

/** How many of the last calls a page starts with. */
const SHOWN_CALLS = 80;

/** Everything a page needs to draw Discord for each of its people. */
export function readDiscord(discord: DiscordControl) {
  const world = discord.world();
  const messages = new Map<string, SeenMessage>();
  for (const { id: channelId, userIds } of world.channels) {
    for (const userId of userIds) {
      for (const message of discord.messages({ userId, channelId })) {
        messages.set(message.id, message);
      }
    }
  }
  const interactions = new Map<string, InteractionRecord>();
  for (const { interactionId } of messages.values()) {
    if (interactionId !== null) interactions.set(interactionId, discord.interaction(interactionId));
  }
  return {
    world,
    messages: [...messages.values()],
    interactions: [...interactions.values()],
    calls: discord.calls().slice(-SHOWN_CALLS).map(withoutBody),
  };
}

/** Bodies are large, and the page shows one line per call. */
function withoutBody({ body: _body, ...call }: PlatformCall) {
  return call;
}

export function readTelegram(telegram: TelegramControl) {
  const chats = telegram.chats();
  const messages = chats.flatMap(({ chat }) => telegram.messages(chat.id));
  return {
    bot: telegram.bot(),
    people: telegram.people(),
    chats,
    messages,
    reactions: messages.flatMap(({ chat, message_id: messageId }) => {
      const emoji = telegram.reaction({ chatId: chat.id, messageId });
      return emoji === undefined ? [] : [{ chatId: chat.id, messageId, emoji }];
    }),
    calls: telegram.calls().slice(-SHOWN_CALLS),
  };
}
