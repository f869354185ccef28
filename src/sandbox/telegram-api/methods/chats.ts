import type { ChatMember, UserFromGetMe } from "grammy/types";
import { z } from "zod";
import { badRequest, forbidden } from "../refusal.js";
import { botRole, membersOf, toChatMember } from "../world/members.js";
import type { ChatRecord } from "../world/world.js";
import { type Call, integer, readParams, string } from "./call.js";
import { chatIdParam, checkThread, findChat, findWritableChat } from "./chat-target.js";

const chatSchema = z.object({ chat_id: chatIdParam });
const memberSchema = z.object({ chat_id: chatIdParam, user_id: integer });
const actionSchema = z.object({
  chat_id: chatIdParam,
  message_thread_id: integer.optional(),
  action: string.default(""),
});

const actions = new Set(
  (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document " +
    "choose_sticker find_location record_video_note upload_video_note"
  ).split(" "),
);

export function getMe(call: Call): UserFromGetMe {
  return call.platform.world.bot;
}

export function getChat(call: Call): object {
  const record = findReadableChat(call, readParams(call, chatSchema).chat_id);
  return {
    ...record.chat,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
}

export function getChatMember(call: Call): ChatMember {
  const params = readParams(call, memberSchema);
  const { world } = call.platform;
  const record = findReadableChat(call, params.chat_id);
  if (params.user_id === world.bot.id) return toChatMember(world.bot, botRole(record));
  const person = world.people.get(params.user_id);
  if (person === undefined) throw badRequest("member not found");
  return toChatMember(person, record.members.get(person.id) ?? "left");
}

export function getChatAdministrators(call: Call): ChatMember[] {
  const record = findReadableChat(call, readParams(call, chatSchema).chat_id);
  if (record.chat.type === "private") {
    throw badRequest("there are no administrators in the private chat");
  }
  const { world } = call.platform;
  const administrators = membersOf(world, record)
    .filter(({ role }) => role === "creator" || role === "administrator")
    .map(({ user, role }) => toChatMember(user, role));
  if (record.botStatus !== "administrator") return administrators;
  return [...administrators, toChatMember(world.bot, "administrator")];
}

export function sendChatAction(call: Call): true {
  const params = readParams(call, actionSchema);
  const record = findWritableChat(call.platform, params.chat_id);
  const threadId = checkThread(record, params.message_thread_id);
  if (!actions.has(params.action)) throw badRequest("wrong parameter action in request");
  call.platform.events.emit({
    kind: "chat_action",
    chatId: record.chat.id,
    action: params.action,
    ...(threadId === undefined ? {} : { threadId }),
  });
  return true;
}

/** The bot may look at every chat it has not been thrown out of. */
function findReadableChat(call: Call, chatId: number | string | undefined): ChatRecord {
  const record = findChat(call.platform, chatId);
  if (record.botStatus === "kicked") throw forbidden("bot was kicked from the supergroup chat");
  return record;
}
