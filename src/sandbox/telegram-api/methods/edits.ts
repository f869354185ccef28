import type { Message } from "grammy/types";
import { z } from "zod";
import { badRequest } from "../refusal.js";
import { replaceMessage } from "../world/post-message.js";
import type { ChatRecord } from "../world/world.js";
import { type Call, integer, json, readParams, string } from "./call.js";
import { chatIdParam, findWritableChat } from "./chat-target.js";
import { entitiesParam } from "./entities-param.js";
import { inputMediaSchema, readInputMedia } from "./input-media.js";
import { captionShape } from "./media.js";
import { readReplyMarkup, replyMarkupParam } from "./reply-markup.js";
import { readCaption, readText } from "./text-limits.js";

const editShape = {
  chat_id: chatIdParam,
  message_id: integer.optional(),
  reply_markup: replyMarkupParam.optional(),
};
const editSchema = z.object(editShape);
const textSchema = z.object({
  text: string.default(""),
  parse_mode: string.optional(),
  entities: entitiesParam.optional(),
});
const captionSchema = z.object(captionShape);
const mediaSchema = z.object({ media: json(inputMediaSchema) });

export function editMessageText(call: Call): Message {
  const params = readParams(call, textSchema);
  const { record, message } = findEditable(call);
  const content = readText(params);
  if (message.text === undefined) throw badRequest("there is no text in the message to edit");
  const { text: _text, entities: _entities, ...rest } = message;
  return applyEdit(call, { record, message, next: { ...rest, ...content } });
}

export function editMessageCaption(call: Call): Message {
  const params = readParams(call, captionSchema);
  const { record, message } = findEditable(call);
  const content = readCaption(params);
  if (!hasMedia(message)) throw badRequest("there is no caption in the message to edit");
  const { caption: _caption, caption_entities: _entities, ...rest } = message;
  return applyEdit(call, { record, message, next: { ...rest, ...content } });
}

/** Exchanges the media; a text may become media too, which the Bot API allows of late. */
export async function editMessageMedia(call: Call): Promise<Message> {
  const { media } = readParams(call, mediaSchema);
  checkAlbumType(findEditable(call).message, media.type);
  const content = await readInputMedia(call, media);
  const { record, message } = findEditable(call); // It may be gone by the time the file is stored.
  return applyEdit(call, { record, message, next: { ...withoutContent(message), ...content } });
}

export function editMessageReplyMarkup(call: Call): Message {
  const { record, message } = findEditable(call);
  return applyEdit(call, { record, message, next: message });
}

/** The message an edit names. @throws TelegramRefusal when it is gone or somebody else's. */
function findEditable(call: Call): { record: ChatRecord; message: Message } {
  const params = readParams(call, editSchema);
  const record = findWritableChat(call.platform, params.chat_id);
  if (params.message_id === undefined) {
    throw badRequest("message identifier is not specified");
  }
  const message = record.messages.get(params.message_id);
  if (message === undefined) throw badRequest("message to edit not found");
  const isOwn = message.from?.id === call.platform.world.bot.id;
  if (!isOwn || message.forward_origin !== undefined) throw badRequest("message can't be edited");
  return { record, message };
}

/** Puts the new version in place. Without a `reply_markup` the buttons go, as they do in production. */
function applyEdit(
  call: Call,
  edit: { record: ChatRecord; message: Message; next: Message },
): Message {
  const { platform } = call;
  const { record, message } = edit;
  const keyboard = readReplyMarkup(readParams(call, editSchema).reply_markup, {
    isPrivate: record.chat.type === "private",
  });
  const { reply_markup: _, ...next } = edit.next;
  const edited: Message = keyboard === undefined ? next : { ...next, reply_markup: keyboard };
  if (isSame(edited, message)) {
    throw badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  platform.flood.take(record.chat.id, 1);
  const dated: Message = { ...edited, edit_date: Math.floor(Date.now() / 1_000) };
  replaceMessage(platform, { record, message: dated });
  return dated;
}

/** Compares what a reader sees: a file uploaded again is another file, one named by its id is the same. */
function isSame(a: Message, b: Message): boolean {
  const shown = (message: Message): unknown => [
    message.text,
    message.entities ?? [],
    message.caption,
    message.caption_entities ?? [],
    message.photo,
    message.document,
    message.animation,
    message.video,
    message.show_caption_above_media,
    message.reply_markup,
  ];
  return JSON.stringify(shown(a)) === JSON.stringify(shown(b));
}

function withoutContent(message: Message): Message {
  const {
    text: _text,
    entities: _entities,
    caption: _caption,
    caption_entities: _captionEntities,
    photo: _photo,
    document: _document,
    animation: _animation,
    video: _video,
    has_media_spoiler: _spoiler,
    show_caption_above_media: _above,
    ...rest
  } = message;
  return rest;
}

/** In an album documents stay documents and pictures stay pictures or clips. */
function checkAlbumType(message: Message, type: string): void {
  if (message.media_group_id === undefined) return;
  const isVisual = message.document === undefined;
  const fits = isVisual ? type === "photo" || type === "video" : type === "document";
  if (!fits) throw badRequest("can't change media type in the album");
}

function hasMedia(message: Message): boolean {
  return [message.photo, message.document, message.animation, message.video].some(
    (media) => media !== undefined,
  );
}
