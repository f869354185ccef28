import { type Api, InputFile } from "grammy";
import type { Message } from "grammy/types";
import type { ChatLimits, FittedFile } from "../fit-pictures.js";
import type { ChatView } from "../presentation/chat-view.js";
import { MAX_CAPTION_LENGTH, renderKeyboard, renderText } from "./render-view.js";
import { type Place, type SentMessage, toMarkup, toWhere } from "./send-text.js";
import { findFault } from "./telegram-errors.js";

const MEGABYTE = 1024 * 1024;

/** core.telegram.org/bots/api#sendphoto and #sending-files. Photos become JPEGs there, whatever they were. */
export const TELEGRAM_LIMITS: ChatLimits = {
  maxPictureBytes: 10 * MEGABYTE,
  maxFileBytes: 50 * MEGABYTE,
  // Each file of an album counts by itself.
  maxTotalBytes: Number.POSITIVE_INFINITY,
  shape: { maxSides: 10_000, maxRatio: 20 },
  copyFormat: "jpeg",
};

/** `animation` plays silently and again and again, as a GIF does. */
type MediaKind = "photo" | "document" | "animation" | "video";

/** One picture, clip or file, with the words as its caption. */
export async function sendPicture(
  api: Api,
  place: Place,
  { view, file }: { view: ChatView; file: FittedFile },
): Promise<SentMessage> {
  const { text: caption, entities } = renderText(view.text, MAX_CAPTION_LENGTH);
  const other = {
    ...toWhere(place),
    ...toMarkup(renderKeyboard(view)),
    caption,
    caption_entities: entities,
  };
  const sent = await asMedia<Message>(file, (kind) => {
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
  return toSent(sent, file);
}

/** Puts one picture, clip or file in place of what a message showed so far. */
export async function putPicture(
  api: Api,
  shown: { chatId: string; messageId: number },
  { view, file }: { view: ChatView; file: FittedFile },
): Promise<void> {
  const { text: caption, entities } = renderText(view.text, MAX_CAPTION_LENGTH);
  await asMedia(file, (type) =>
    api.editMessageMedia(
      shown.chatId,
      shown.messageId,
      { type, media: toInputFile(file), caption, caption_entities: entities },
      toMarkup(renderKeyboard(view)),
    ),
  );
}

/** Two to ten that belong together. Telegram gives an album no buttons, so its words go apart. */
export async function sendAlbum(
  api: Api,
  place: Place,
  files: readonly FittedFile[],
): Promise<SentMessage[]> {
  const sent = await asAlbum(files, (type) =>
    type === "photo"
      ? api.sendMediaGroup(
          place.chatId,
          files.map((file) => ({ type: "photo" as const, media: toInputFile(file) })),
          toWhere(place),
        )
      : api.sendMediaGroup(
          place.chatId,
          files.map((file) => ({ type: "document" as const, media: toInputFile(file) })),
          toWhere(place),
        ),
  );
  return sent.flatMap((message, index) => {
    const file = files[index];
    return file ? [toSent(message, file)] : [];
  });
}

/** Telegram does not take every photo for one; as a document it takes them all. */
async function asMedia<T>(file: FittedFile, send: (kind: MediaKind) => Promise<T>): Promise<T> {
  const kind = kindOf(file);
  try {
    return await send(kind);
  } catch (error) {
    if (kind !== "photo" || findFault(error)?.kind !== "unfit_photo") throw error;
    return send("document");
  }
}

/** Documents go with their own kind only. */
async function asAlbum<T>(
  files: readonly FittedFile[],
  send: (kind: "photo" | "document") => Promise<T>,
): Promise<T> {
  if (files.some((file) => kindOf(file) !== "photo")) return send("document");
  try {
    return await send("photo");
  } catch (error) {
    if (findFault(error)?.kind !== "unfit_photo") throw error;
    return send("document");
  }
}

/** A moving WebP is shown as a still by Telegram unless it is a document. */
function kindOf({ isFile, isClip, contentType }: FittedFile): MediaKind {
  if (isFile) return "document";
  if (!isClip) return "photo";
  if (contentType === "image/gif") return "animation";
  return contentType.startsWith("video/") ? "video" : "document";
}

function toSent({ chat, message_id: messageId }: Message, file: FittedFile): SentMessage {
  return {
    chatId: String(chat.id),
    messageId: String(messageId),
    pictureIndex: file.pictureIndex,
  };
}

function toInputFile({ bytes, name }: FittedFile): InputFile {
  return new InputFile(bytes, name);
}
