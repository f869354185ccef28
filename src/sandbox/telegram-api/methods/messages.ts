import type { Message } from "grammy/types";
import { z } from "zod";
import { type MessageContent, postMessage } from "../world/post-message.js";
import { boolean, type Call, readParams, string } from "./call.js";
import { resolveTarget, targetShape } from "./chat-target.js";
import { entitiesParam } from "./entities-param.js";
import { readForceReply, readReplyMarkup, replyMarkupParam } from "./reply-markup.js";
import { readText } from "./text-limits.js";

const sendShape = {
  ...targetShape,
  reply_markup: replyMarkupParam.optional(),
  protect_content: boolean.optional(),
};
export const sendSchema = z.object(sendShape);

const sendMessageSchema = z.object({
  ...sendShape,
  text: string.default(""),
  parse_mode: string.optional(),
  entities: entitiesParam.optional(),
});

export function sendMessage(call: Call): Message {
  const params = readParams(call, sendMessageSchema);
  return sendContent(call, () => readText(params));
}

/** Sends one message as the bot: finds the place, makes the content, counts it against the limits. */
export function sendContent(call: Call, makeContent: () => MessageContent): Message {
  const { platform } = call;
  const params = readParams(call, sendSchema);
  const target = resolveTarget(platform, params);
  const content = makeContent();
  const isPrivate = target.record.chat.type === "private";
  const keyboard = readReplyMarkup(params.reply_markup, { isPrivate });
  platform.flood.take(target.record.chat.id, 1);
  const message = postMessage(platform, {
    ...target,
    from: toSender(platform.world.bot),
    content: {
      ...content,
      ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
      ...(params.protect_content === true ? { has_protected_content: true as const } : {}),
    },
  });
  tellReplyAsked(call, message, params.reply_markup);
  return message;
}

function tellReplyAsked({ platform }: Call, message: Message, markup: unknown): void {
  const asked = readForceReply(markup);
  if (asked === undefined) return;
  const { selective: isSelective, input_field_placeholder: placeholder } = asked;
  platform.events.emit({
    kind: "reply_asked",
    message: structuredClone(message),
    isSelective,
    ...(placeholder === undefined ? {} : { placeholder }),
  });
}

/** The bot as the sender of a message: without what only `getMe` tells. */
export function toSender(bot: { id: number; first_name: string; username: string }) {
  const { id, first_name, username } = bot;
  return { id, is_bot: true, first_name, username };
}
