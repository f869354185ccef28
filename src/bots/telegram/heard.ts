import type { Message, User } from "grammy/types";
import { type ReplyTarget, toLanguage } from "../../core/chat/reply-target.js";
import type { ShownMessage } from "../../core/ports/delivery-store.js";
import type { Incoming } from "../dispatcher.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import { isGroup, toReplyTarget } from "./reply-place.js";

/** What a person sent: one message, or the parts of an album, in order. */
export interface Heard {
  readonly user: User;
  readonly parts: readonly [Message, ...Message[]];
  /** The one whose words count: of an album, the first that has any. */
  readonly message: Message;
}

/** Null when nobody is behind it. */
export function toHeard([first, ...more]: readonly Message[]): Heard | null {
  if (!first?.from) return null;
  const parts = [first, ...more] as const;
  const message = parts.find((part) => wordsOf(part) !== "") ?? first;
  return { user: first.from, parts, message };
}

export function wordsOf({ text, caption }: Pick<Message, "text" | "caption">): string {
  return (text ?? caption ?? "").trim();
}

/** "Answer here", for everybody who reads the chat. */
export function toTarget({ me }: Pick<BotDeps, "me">, { parts, user }: Heard): ReplyTarget {
  return toReplyTarget(parts[0], { user, botId: String(me.id), visibility: "everyone" });
}

/** An album is one request, whichever of its parts is answered. */
export function toIncoming(heard: Heard, replyTarget: ReplyTarget): Incoming {
  const {
    parts: [first],
    user,
  } = heard;
  const { media_group_id: album, chat, message_id: messageId } = first;
  const subject = album === undefined ? messageId : `album:${album}`;
  return {
    requestKey: `telegram:${replyTarget.botId}:${chat.id}:${subject}`,
    locale: user.language_code ?? "",
    replyTarget,
    about: toAnswered(heard, replyTarget),
  };
}

/** The message it answers, by its ids here. */
function toAnswered({ message }: Heard, { botId }: ReplyTarget): ShownMessage | null {
  const { reply_to_message: answered, chat } = message;
  if (!answered) return null;
  const messageId = String(answered.message_id);
  return { platform: "telegram", botId, chatId: String(chat.id), messageId };
}

export function wordingFor({ user }: Pick<Heard, "user">) {
  return wordings[toLanguage(user.language_code)];
}

/**
 * What a person said to us, without our name: in a private chat everything, in a group only what names us. Null when it
 * is not for us. Forwarded words are somebody else's.
 */
export function wordsToUs({ me }: Pick<BotDeps, "me">, { message }: Heard): string | null {
  const own = message.forward_origin ? "" : wordsOf(message);
  const name = new RegExp(`(?<![\\w@])@${me.username}(?!\\w)`, "i");
  const isNamed = name.test(own);
  if (isGroup(message.chat) && !isNamed) return null;
  return isNamed ? own.replace(name, " ").replace(/ {2,}/g, " ").trim() : own;
}
