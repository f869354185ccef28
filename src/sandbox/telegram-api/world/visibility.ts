import type { Message, MessageEntity, User } from "grammy/types";
import type { ChatRecord } from "./world.js";

/**
 * Whether the bot is told of a message. In groups privacy mode hides all but commands, mentions of the bot
 * and answers to it; as an administrator it sees everything.
 */
export function isSeenByBot(input: { record: ChatRecord; message: Message; bot: User }): boolean {
  const { record, message, bot } = input;
  if (record.chat.type === "private") return true;
  if (record.botStatus === "administrator") return true;
  if (record.botStatus !== "member") return false;
  if (message.reply_to_message?.from?.id === bot.id) return true;
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities.some((entity) => isAddressed({ entity, text, bot }));
}

function isAddressed(input: { entity: MessageEntity; text: string; bot: User }): boolean {
  const { entity, text } = input;
  const name = `@${input.bot.username ?? ""}`.toLowerCase();
  const words = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
  if (entity.type === "mention") return words === name;
  if (entity.type !== "bot_command" || entity.offset !== 0) return false;
  return !words.includes("@") || words.endsWith(name);
}
