import type { Chat, Message, User } from "grammy/types";
import { type ReplyTarget, toLanguage, type Visibility } from "../../core/chat/reply-target.js";

/** What a message or the message of a pressed button tells about where to answer. */
export interface MessagePlace {
  readonly chat: Pick<Chat, "id" | "type">;
  readonly message_id: number;
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
}

/** "Answer this message, where it stands." */
export function toReplyTarget(
  message: MessagePlace,
  asker: { user: User; botId: string; visibility: Visibility },
): ReplyTarget {
  const { chat, message_id: messageId } = message;
  // Outside topics Telegram also numbers reply threads this way, and nothing can be sent to those.
  const threadId = message.is_topic_message ? (message.message_thread_id ?? null) : null;
  return {
    platform: "telegram",
    botId: asker.botId,
    chatId: String(chat.id),
    threadId: threadId === null ? null : String(threadId),
    replyTo: String(messageId),
    userId: String(asker.user.id),
    language: toLanguage(asker.user.language_code),
    visibility: asker.visibility,
    isGroup: isGroup(chat),
    isUserInstall: false,
    grant: null,
  };
}

/** "Answer in the asker's private chat": for what was asked in a group and is for one person. */
export function toPrivateTarget(target: ReplyTarget): ReplyTarget {
  const { chatId, threadId, replyTo } = target;
  return {
    ...target,
    askedIn: { chatId, threadId, replyTo },
    chatId: target.userId,
    threadId: null,
    replyTo: null,
    visibility: "only_me",
    isGroup: false,
  };
}

/** Under which a question to a person waits for its answer. */
export function toChatKey({ platform, chatId, threadId }: ReplyTarget): string {
  return threadId === null ? `${platform}:${chatId}` : `${platform}:${chatId}:${threadId}`;
}

export function isGroup(chat: Pick<Message["chat"], "type">): boolean {
  return chat.type !== "private";
}
