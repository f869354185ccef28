import type { Message } from "grammy/types";
import { z } from "zod";
import type { Platform } from "../platform.js";
import { badRequest, forbidden } from "../refusal.js";
import { type ChatRecord, messageIn } from "../world/world.js";
import { boolean, integer, json } from "./call.js";

export const chatIdParam = z.union([z.number(), z.string()]).optional();

export const targetShape = {
  chat_id: chatIdParam,
  message_thread_id: integer.optional(),
  reply_parameters: json(
    z.object({
      message_id: integer,
      chat_id: chatIdParam,
      allow_sending_without_reply: boolean.optional(),
    }),
  ).optional(),
  reply_to_message_id: integer.optional(),
  allow_sending_without_reply: boolean.optional(),
};
const targetSchema = z.object(targetShape);
type TargetParams = z.infer<typeof targetSchema>;

/** The chat a parameter names, whether or not the bot may write there. @throws TelegramRefusal */
export function findChat(platform: Platform, chatId: number | string | undefined): ChatRecord {
  if (chatId === undefined || chatId === "") throw badRequest("chat_id is empty");
  const { chats } = platform.world;
  const record =
    typeof chatId === "string" && chatId.startsWith("@")
      ? [...chats.values()].find(({ chat }) => isNamed(chat, chatId.slice(1)))
      : chats.get(Number(chatId));
  if (record === undefined) throw badRequest("chat not found");
  return record;
}

// People cannot be reached by their user name, only supergroups and channels can.
function isNamed(chat: ChatRecord["chat"], name: string): boolean {
  return chat.type !== "private" && chat.username?.toLowerCase() === name.toLowerCase();
}

/** The chat a parameter names, if the bot may write there. @throws TelegramRefusal */
export function findWritableChat(
  platform: Platform,
  chatId: number | string | undefined,
): ChatRecord {
  const record = findChat(platform, chatId);
  switch (record.botStatus) {
    case "blocked":
      throw forbidden("bot was blocked by the user");
    case "kicked":
      throw forbidden("bot was kicked from the supergroup chat");
    case "not_started":
      throw forbidden("bot can't initiate conversation with a user");
    case "member":
    case "administrator":
      return record;
  }
}

/** Checks a topic id. @throws TelegramRefusal for one the chat does not have; General has none. */
export function checkThread(record: ChatRecord, threadId: number | undefined): number | undefined {
  if (threadId === undefined || threadId === 0) return undefined;
  if (!record.topics.has(threadId)) throw badRequest("message thread not found");
  return threadId;
}

/** Where a message goes and what it answers. @throws TelegramRefusal */
export function resolveTarget(
  platform: Platform,
  params: TargetParams,
): { record: ChatRecord; threadId: number | undefined; replyTo: Message | undefined } {
  const record = findWritableChat(platform, params.chat_id);
  const threadId = checkThread(record, params.message_thread_id);
  return { record, threadId, replyTo: findRepliedTo(platform, { params, record }) };
}

function findRepliedTo(
  platform: Platform,
  input: { params: TargetParams; record: ChatRecord },
): Message | undefined {
  const { params, record } = input;
  const reply = params.reply_parameters;
  const messageId = reply?.message_id ?? params.reply_to_message_id;
  if (messageId === undefined || messageId === 0) return undefined;
  const otherChat = reply?.chat_id;
  const isElsewhere = otherChat !== undefined && findChat(platform, otherChat) !== record;
  const message = isElsewhere ? undefined : messageIn(record, messageId);
  const isOptional = reply?.allow_sending_without_reply ?? params.allow_sending_without_reply;
  if (message === undefined && isOptional !== true) {
    throw badRequest("message to be replied not found");
  }
  return message;
}
