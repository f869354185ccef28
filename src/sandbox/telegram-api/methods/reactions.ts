import { z } from "zod";
import { badRequest } from "../refusal.js";
import { type Call, integer, json, readParams } from "./call.js";
import { chatIdParam, findWritableChat } from "./chat-target.js";

const reactionSchema = z.object({
  chat_id: chatIdParam,
  message_id: integer.optional(),
  reaction: json(z.array(z.object({ type: z.string(), emoji: z.string().optional() }))).optional(),
});

// core.telegram.org/bots/api#reactiontypeemoji
const allowedEmoji = new Set(
  (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 " +
    "👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
  ).split(" "),
);

/** A bot has one reaction at most; an empty list takes it away. */
export function setMessageReaction(call: Call): true {
  const params = readParams(call, reactionSchema);
  const { platform } = call;
  const record = findWritableChat(platform, params.chat_id);
  const messageId = params.message_id ?? 0;
  if (!record.messages.has(messageId)) throw badRequest("message to react not found");
  const reactions = params.reaction ?? [];
  if (reactions.length > 1) throw badRequest("REACTIONS_TOO_MANY");
  const chatId = record.chat.id;
  const reaction = reactions[0];
  if (reaction === undefined) {
    record.reactions.delete(messageId);
    platform.events.emit({ kind: "reaction", chatId, messageId });
    return true;
  }
  const { type, emoji } = reaction;
  if (type !== "emoji" || emoji === undefined || !allowedEmoji.has(emoji)) {
    throw badRequest("REACTION_INVALID");
  }
  record.reactions.set(messageId, emoji);
  platform.events.emit({ kind: "reaction", chatId, messageId, emoji });
  return true;
}
