import { setTimeout as sleep } from "node:timers/promises";
import type { Message, User } from "grammy/types";
import type {
  AlbumItem,
  ButtonAnswer,
  ButtonPress,
  PersonActions,
  PersonPost,
} from "../control-types.js";
import type { Platform } from "../platform.js";
import { formatText } from "../text/formatted-text.js";
import {
  type MessageContent,
  postMessage,
  removeMessage,
  replaceMessage,
} from "../world/post-message.js";
import { storeMedia } from "../world/store-media.js";
import { storeSticker } from "../world/store-sticker.js";
import { isSeenByBot } from "../world/visibility.js";
import { type ChatRecord, chatIn, messageIn, personIn } from "../world/world.js";

export function createPersonActions(platform: Platform): PersonActions {
  return {
    async sendText(input) {
      const content = toText(input.text);
      if (content.text === "") throw new Error("an empty message cannot be sent");
      return say(platform, input, content);
    },
    sendPhoto: (input) => sendItem(platform, input, { kind: "photo", ...input }),
    sendDocument: (input) => sendItem(platform, input, { kind: "document", ...input }),
    async sendClip({ kind, bytes, fileName = "clip.mp4", caption = "", ...post }) {
      const isVideo = kind === "video";
      const file = await storeMedia(platform.files, {
        kind: isVideo ? "Video" : "Animation",
        bytes,
        fileName,
      });
      return say(platform, post, { ...file, ...toCaption(caption) });
    },
    sendSticker: async ({ kind, bytes, ...post }) =>
      say(platform, post, storeSticker(platform.files, { kind, bytes })),
    async sendAlbum(input) {
      const mediaGroupId = platform.ids.long();
      const contents = [];
      for (const item of input.items) contents.push(await toContent(platform, item));
      return contents.map((content) =>
        say(platform, input, { ...content, media_group_id: mediaGroupId }),
      );
    },
    pressButton: (press) => pressButton(platform, press),
    editText: async (input) => editText(platform, input),
    forward: async (input) => forward(platform, input),
    async deleteMessage({ chatId, messageId }) {
      const record = chatIn(platform.world, chatId);
      if (!removeMessage(platform, { record, messageId })) throw missing(messageId);
    },
  };
}

async function sendItem(platform: Platform, post: PersonPost, item: AlbumItem): Promise<Message> {
  return say(platform, post, await toContent(platform, item));
}

async function toContent(platform: Platform, item: AlbumItem): Promise<MessageContent> {
  const file = await storeMedia(platform.files, {
    kind: item.kind === "photo" ? "Photo" : "Document",
    bytes: item.bytes,
    fileName: item.fileName,
    mimeType: item.mimeType,
  });
  return { ...file, ...toCaption(item.caption ?? "") };
}

function toText(typed: string): MessageContent {
  const { text, entities } = formatText({ text: typed });
  return entities.length === 0 ? { text } : { text, entities };
}

function toCaption(typed: string): MessageContent {
  const { text: caption, entities } = formatText({ text: typed });
  if (caption === "") return {};
  return entities.length === 0 ? { caption } : { caption, caption_entities: entities };
}

/** Posts as a person and tells the bot, where it may see it. */
function say(platform: Platform, post: PersonPost, content: MessageContent): Message {
  const { record, user } = enter(platform, post);
  const { threadId, replyTo } = post;
  if (threadId !== undefined && !record.topics.has(threadId)) {
    throw new Error(`the chat has no topic ${threadId}`);
  }
  const answered = replyTo === undefined ? undefined : messageIn(record, replyTo);
  if (replyTo !== undefined && answered === undefined) throw missing(replyTo);
  const message = postMessage(platform, {
    record,
    from: user,
    content,
    threadId,
    replyTo: answered,
  });
  if (record.botStatus === "not_started") record.botStatus = "member";
  tellBot(platform, { record, kind: "message", message });
  return structuredClone(message);
}

/** The person and the chat, if the app would let that person write there. */
function enter(
  platform: Platform,
  at: { userId: number; chatId: number },
): { record: ChatRecord; user: User } {
  const user = personIn(platform.world, at.userId);
  const record = chatIn(platform.world, at.chatId);
  const role = record.members.get(user.id);
  if (role === undefined || role === "left") {
    throw new Error(`${user.first_name} is not in chat ${at.chatId}`);
  }
  if (record.botStatus === "blocked") {
    throw new Error(`${user.first_name} has blocked the bot and must unblock it to write to it`);
  }
  return { record, user };
}

function tellBot(
  platform: Platform,
  news: { record: ChatRecord; kind: "message" | "edited_message"; message: Message },
): void {
  const { record, message } = news;
  if (!isSeenByBot({ record, message, bot: platform.world.bot })) return;
  platform.updates.push(news.kind, message);
}

async function pressButton(platform: Platform, press: ButtonPress): Promise<ButtonAnswer> {
  const { record, user } = enter(platform, press);
  const message = record.messages.get(press.messageId);
  if (message === undefined) throw missing(press.messageId);
  if (press.isStale !== true && !hasButton(message, press.data)) {
    throw new Error(`message ${press.messageId} shows no button with the data "${press.data}"`);
  }
  const { queryId, answered } = platform.callbacks.open(user.id);
  platform.updates.push("callback_query", {
    id: queryId,
    from: user,
    message,
    chat_instance: String(BigInt(record.chat.id) * 7_919n),
    data: press.data,
  });
  if (press.timeoutMs === undefined) return answered;
  const stop = new AbortController();
  const patience = sleep(press.timeoutMs, undefined, { signal: stop.signal }).then(
    () => ({ queryId, isAnswered: false, showAlert: false }),
    () => answered,
  );
  return Promise.race([answered, patience]).finally(() => stop.abort());
}

function hasButton(message: Message, data: string): boolean {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  return buttons.some((button) => "callback_data" in button && button.callback_data === data);
}

function editText(
  platform: Platform,
  input: { userId: number; chatId: number; messageId: number; text: string },
): Message {
  const { record, user } = enter(platform, input);
  const before = record.messages.get(input.messageId);
  if (before === undefined) throw missing(input.messageId);
  if (before.from?.id !== user.id) throw new Error("people edit only their own messages");
  const {
    text: wasText,
    entities: _entities,
    caption: _caption,
    caption_entities: _captionEntities,
    ...rest
  } = before;
  const wording = wasText === undefined ? toCaption(input.text) : toText(input.text);
  const message: Message = { ...rest, ...wording, edit_date: Math.floor(Date.now() / 1_000) };
  replaceMessage(platform, { record, message });
  tellBot(platform, { record, kind: "edited_message", message });
  return structuredClone(message);
}

function forward(
  platform: Platform,
  input: {
    userId: number;
    fromChatId: number;
    messageId: number;
    toChatId: number;
    threadId?: number;
  },
): Message {
  const { userId, fromChatId, messageId, toChatId, threadId } = input;
  const source = enter(platform, { userId, chatId: fromChatId }).record;
  const original = source.messages.get(messageId);
  if (original === undefined) throw missing(messageId);
  if (original.has_protected_content) throw new Error("a protected message cannot be forwarded");
  const {
    message_id: _id,
    chat: _chat,
    date,
    from,
    reply_to_message: _reply,
    reply_markup: _markup,
    message_thread_id: _thread,
    is_topic_message: _topic,
    media_group_id: _album,
    edit_date: _edited,
    ...content
  } = original;
  const sender = from ?? platform.world.bot;
  return say(
    platform,
    { userId, chatId: toChatId, ...(threadId === undefined ? {} : { threadId }) },
    {
      ...content,
      forward_origin: original.forward_origin ?? { type: "user", date, sender_user: sender },
    },
  );
}

function missing(messageId: number): Error {
  return new Error(`there is no message ${messageId} in that chat`);
}
