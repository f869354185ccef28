import type { Message, User } from "grammy/types";
import type { EventBus } from "../event-bus.js";
import type { Ids } from "./ids.js";
import type { ChatRecord } from "./world.js";

/** What a message carries, apart from who sent it where and when. */
export type MessageContent = Omit<Partial<Message>, "message_id" | "chat" | "from" | "date">;

export interface Post {
  record: ChatRecord;
  from: User;
  content: MessageContent;
  threadId?: number | undefined;
  replyTo?: Message | undefined;
}

/** Puts a message into a chat. The checks are the caller's: people and the bot may do different things. */
export function postMessage(deps: { ids: Ids; events: EventBus }, post: Post): Message {
  const { record, replyTo } = post;
  // An answer lands in the topic of what it answers, unless it names another.
  const threadId = post.threadId ?? replyTo?.message_thread_id;
  const topic = threadId === undefined ? undefined : record.topics.get(threadId);
  const repliedTo = replyTo ?? topic?.created;
  const message: Message = {
    message_id: freeMessageId(deps.ids, record),
    from: post.from,
    chat: record.chat,
    date: Math.floor(Date.now() / 1_000),
    ...(topic === undefined ? {} : { message_thread_id: topic.threadId, is_topic_message: true }),
    ...(repliedTo === undefined ? {} : { reply_to_message: withoutReply(repliedTo) }),
    ...post.content,
  };
  record.messages.set(message.message_id, message);
  deps.events.emit({ kind: "message", message: structuredClone(message) });
  return message;
}

/** A topic's id is that of its opening message, so no other message may have it. */
function freeMessageId(ids: Ids, record: ChatRecord): number {
  let id = ids.message(record.chat.id);
  while (record.topics.has(id)) id = ids.message(record.chat.id);
  return id;
}

/** Puts a new version in place of a message. */
export function replaceMessage(
  deps: { events: EventBus },
  input: { record: ChatRecord; message: Message },
): void {
  input.record.messages.set(input.message.message_id, input.message);
  deps.events.emit({ kind: "message_edited", message: structuredClone(input.message) });
}

/** Removes a message; false when there was none. */
export function removeMessage(
  deps: { events: EventBus },
  input: { record: ChatRecord; messageId: number },
): boolean {
  const wasThere = input.record.messages.delete(input.messageId);
  if (wasThere) {
    const chatId = input.record.chat.id;
    deps.events.emit({ kind: "message_deleted", chatId, messageId: input.messageId });
  }
  return wasThere;
}

/** Telegram nests no further than one level. */
function withoutReply(message: Message): NonNullable<Message["reply_to_message"]> {
  const { reply_to_message: _, ...rest } = message;
  // The library's type wants the field present and undefined at once, which no value can be.
  return rest as NonNullable<Message["reply_to_message"]>;
}
