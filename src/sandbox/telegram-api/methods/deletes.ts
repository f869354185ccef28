import { z } from "zod";
import { badRequest } from "../refusal.js";
import { removeMessage } from "../world/post-message.js";
import type { ChatRecord } from "../world/world.js";
import { type Call, integer, json, readParams } from "./call.js";
import { chatIdParam, findWritableChat } from "./chat-target.js";

const deleteSchema = z.object({ chat_id: chatIdParam, message_id: integer.optional() });
const deleteManySchema = z.object({ chat_id: chatIdParam, message_ids: json(z.array(integer)) });

export function deleteMessage(call: Call): true {
  const params = readParams(call, deleteSchema);
  const record = findWritableChat(call.platform, params.chat_id);
  if (params.message_id === undefined) throw badRequest("message identifier is not specified");
  if (record.topics.has(params.message_id)) throw badRequest("message can't be deleted");
  if (!record.messages.has(params.message_id)) throw badRequest("message to delete not found");
  if (!mayDelete(call, record, params.message_id)) throw badRequest("message can't be deleted");
  removeMessage(call.platform, { record, messageId: params.message_id });
  return true;
}

/** Messages that are gone or not the bot's to delete are passed over without a word. */
export function deleteMessages(call: Call): true {
  const params = readParams(call, deleteManySchema);
  const record = findWritableChat(call.platform, params.chat_id);
  if (params.message_ids.length === 0) throw badRequest("message identifiers are not specified");
  if (params.message_ids.length > 100) throw badRequest("too many messages to delete");
  for (const messageId of params.message_ids) {
    if (mayDelete(call, record, messageId)) removeMessage(call.platform, { record, messageId });
  }
  return true;
}

/** In a private chat everything, in a group its own, as an administrator everything. */
function mayDelete(call: Call, record: ChatRecord, messageId: number): boolean {
  const isOwn = record.messages.get(messageId)?.from?.id === call.platform.world.bot.id;
  return isOwn || record.chat.type === "private" || record.botStatus === "administrator";
}
