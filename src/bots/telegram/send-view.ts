import { type Api, InputFile } from "grammy";
import type { ForceReply, InlineKeyboardMarkup, Message } from "grammy/types";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { ChatView, ViewPicture } from "../presentation/chat-view.js";
import {
  MAX_CAPTION_LENGTH,
  MAX_TEXT_LENGTH,
  renderKeyboard,
  renderText,
  withFittingLinks,
} from "./render-view.js";
import { findFault } from "./telegram-errors.js";

/** core.telegram.org/bots/api#sendphoto */
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;

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

interface LoadedPicture {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}
type AlbumKind = "photo" | "document";
/** `animation` plays silently and again and again, as a GIF does. */
type MediaKind = AlbumKind | "animation" | "video";

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
    ...toMarkup(message.forceReply ?? renderKeyboard(view.buttons)),
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
    ...toMarkup(renderKeyboard(view.buttons)),
    entities,
    link_preview_options: { is_disabled: true },
  });
}

/** One picture or clip, with the words as its caption. */
export async function sendPicture(
  deps: { api: Api; objects: ObjectStore },
  place: Place,
  message: { view: ChatView; picture: ViewPicture },
): Promise<SentMessage> {
  const { api, objects } = deps;
  const { view, picture } = message;
  const { text: caption, entities } = renderText(view.text, MAX_CAPTION_LENGTH);
  const other = {
    ...toWhere(place),
    ...toMarkup(renderKeyboard(view.buttons)),
    caption,
    caption_entities: entities,
  };
  const sent = await asMedia<Message>(objects, picture, (file, kind) => {
    const input = toInputFile(file);
    switch (kind) {
      case "photo":
        return api.sendPhoto(place.chatId, input, other);
      case "animation":
        return api.sendAnimation(place.chatId, input, other);
      case "video":
        return api.sendVideo(place.chatId, input, other);
      case "document":
        return api.sendDocument(place.chatId, input, other);
    }
  });
  return { chatId: String(sent.chat.id), messageId: String(sent.message_id), pictureIndex: 0 };
}

/** Two to ten pictures that belong together. Telegram gives an album no buttons, so its words go apart. */
export async function sendAlbum(
  deps: { api: Api; objects: ObjectStore },
  place: Place,
  pictures: readonly ViewPicture[],
): Promise<SentMessage[]> {
  const sent = await asPhotoOrDocument(deps.objects, pictures, (files, kind) => {
    const media = files.map((file) => toInputFile(file));
    return kind === "photo"
      ? deps.api.sendMediaGroup(
          place.chatId,
          media.map((file) => ({ type: "photo" as const, media: file })),
          toWhere(place),
        )
      : deps.api.sendMediaGroup(
          place.chatId,
          media.map((file) => ({ type: "document" as const, media: file })),
          toWhere(place),
        );
  });
  return sent.map(({ chat, message_id }, pictureIndex) => ({
    chatId: String(chat.id),
    messageId: String(message_id),
    pictureIndex,
  }));
}

/** Puts one picture or clip in place of what a message showed so far. */
export async function putPicture(
  deps: { api: Api; objects: ObjectStore },
  shown: { chatId: string; messageId: number },
  message: { view: ChatView; picture: ViewPicture },
): Promise<void> {
  const { view, picture } = message;
  const { text: caption, entities } = renderText(view.text, MAX_CAPTION_LENGTH);
  await asMedia(deps.objects, picture, (file, type) =>
    deps.api.editMessageMedia(
      shown.chatId,
      shown.messageId,
      { type, media: toInputFile(file), caption, caption_entities: entities },
      toMarkup(renderKeyboard(view.buttons)),
    ),
  );
}

/** A view of any kind as new messages: words, a picture with a caption, or an album and then the words. */
export async function sendView(
  deps: { api: Api; objects: ObjectStore },
  place: Place,
  view: ChatView,
): Promise<SentMessage[]> {
  const [picture, ...more] = view.pictures;
  if (!picture) return [await sendText(deps.api, place, { view })];
  if (more.length === 0) return [await sendPicture(deps, place, { view, picture })];
  const album = await sendAlbum(deps, place, view.pictures);
  return [...album, await sendText(deps.api, place, { view })];
}

/** A clip as what it is; a picture as a photo where Telegram takes it for one. */
async function asMedia<T>(
  objects: ObjectStore,
  picture: ViewPicture,
  send: (file: LoadedPicture, kind: MediaKind) => Promise<T>,
): Promise<T> {
  const kind = clipKind(picture);
  if (kind) return send(await load(objects, picture, 0), kind);
  return asPhotoOrDocument(objects, [picture], ([file], type) => send(file, type));
}

function clipKind({ contentType }: ViewPicture): "animation" | "video" | null {
  if (contentType === "image/gif") return "animation";
  return contentType.startsWith("video/") ? "video" : null;
}

/** Telegram refuses large or very long photos, which it takes as documents all the same. */
async function asPhotoOrDocument<T>(
  objects: ObjectStore,
  pictures: readonly ViewPicture[],
  send: (files: readonly [LoadedPicture, ...LoadedPicture[]], kind: AlbumKind) => Promise<T>,
): Promise<T> {
  const [first, ...rest] = await Promise.all(
    pictures.map((picture, index) => load(objects, picture, index)),
  );
  if (!first) throw new RangeError("no picture to send");
  const files = [first, ...rest] as const;
  const areLarge = files.some(({ bytes }) => bytes.byteLength > MAX_PHOTO_BYTES);
  if (areLarge || pictures.some(clipKind)) return send(files, "document");
  try {
    return await send(files, "photo");
  } catch (error) {
    if (findFault(error)?.kind !== "unfit_photo") throw error;
    return send(files, "document");
  }
}

async function load(
  objects: ObjectStore,
  picture: ViewPicture,
  index: number,
): Promise<LoadedPicture> {
  const bytes = "bytes" in picture ? picture.bytes : await objects.get(picture.objectKey);
  const ending = picture.contentType.split("/")[1] ?? "png";
  const name = clipKind(picture) ? "clip" : "picture";
  return { bytes, fileName: `${name}-${index + 1}.${ending}` };
}

function toInputFile({ bytes, fileName }: LoadedPicture): InputFile {
  return new InputFile(bytes, fileName);
}

function toWhere({ threadId, replyTo }: Place) {
  return {
    ...(threadId === null ? {} : { message_thread_id: threadId }),
    ...(replyTo === null
      ? {}
      : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  };
}

function toMarkup<Markup extends InlineKeyboardMarkup | ForceReply>(markup: Markup | null) {
  return markup === null ? {} : { reply_markup: markup };
}
