import type { Api } from "grammy";
import type { ForceReply, InlineKeyboardMarkup } from "grammy/types";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { ChatView } from "../presentation/chat-view.js";
import { MAX_TEXT_LENGTH, renderKeyboard, renderText, withFittingLinks } from "./render-view.js";

/** Where a new message goes and what it answers. */
export interface Place {
  readonly chatId: string;
  readonly threadId: number | null;
  readonly replyTo: number | null;
}

export interface SentMessage {
  readonly chatId: string;
  readonly messageId: string;
  /** Which picture of the view it carries; null for words alone. */
  readonly pictureIndex: number | null;
}

export function toPlace(target: ReplyTarget): Place {
  const { chatId, threadId, replyTo } = target;
  return {
    chatId,
    threadId: threadId === null ? null : Number(threadId),
    replyTo: replyTo === null ? null : Number(replyTo),
  };
}

/** Words with buttons; `forceReply` opens the reply field instead of buttons. */
export async function sendText(
  api: Api,
  place: Place,
  message: { view: ChatView; forceReply?: ForceReply },
): Promise<SentMessage> {
  const view = withFittingLinks(message.view);
  const { text, entities } = renderText(view.text, MAX_TEXT_LENGTH);
  const sent = await api.sendMessage(place.chatId, text, {
    ...toWhere(place),
    ...toMarkup(message.forceReply ?? renderKeyboard(view)),
    entities,
    link_preview_options: { is_disabled: true },
  });
  return { chatId: String(sent.chat.id), messageId: String(sent.message_id), pictureIndex: null };
}

/** Other words and buttons in place of what a message showed so far. */
export async function putText(
  api: Api,
  shown: { chatId: string; messageId: number },
  words: ChatView,
): Promise<void> {
  const view = withFittingLinks(words);
  const { text, entities } = renderText(view.text, MAX_TEXT_LENGTH);
  await api.editMessageText(shown.chatId, shown.messageId, text, {
    ...toMarkup(renderKeyboard(view)),
    entities,
    link_preview_options: { is_disabled: true },
  });
}

export function toWhere({ threadId, replyTo }: Place) {
  return {
    ...(threadId === null ? {} : { message_thread_id: threadId }),
    ...(replyTo === null
      ? {}
      : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  };
}

export function toMarkup<Markup extends InlineKeyboardMarkup | ForceReply>(markup: Markup | null) {
  return markup === null ? {} : { reply_markup: markup };
}
