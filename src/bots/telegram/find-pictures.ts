import type { Document, Message, PhotoSize, Sticker } from "grammy/types";
import { findFault } from "../declared-file.js";
import type { PictureFault } from "../presentation/wording/pictures-wording.js";

/** What of a message may carry a picture. Answers to messages of other chats carry the same fields. */
export type PictureBearer = Pick<
  Message,
  "photo" | "live_photo" | "document" | "sticker" | "animation" | "video" | "video_note"
>;

/** `none`: nothing was sent that could be meant as a picture. */
export type FoundPicture =
  | { readonly kind: "picture"; readonly fileId: string }
  | { readonly kind: "unusable"; readonly fault: PictureFault }
  | { readonly kind: "none" };

/**
 * The picture a message carries, by what Telegram declares of it; what it really is its bytes tell later. Larger files
 * than 20 MB are not handed to bots at all [core.telegram.org/bots/api#getfile].
 */
export function findPicture(message: PictureBearer): FoundPicture {
  const { sticker, document } = message;
  const photo = message.photo ?? message.live_photo?.photo;
  // An animation's message carries a document too, for old bots.
  if (message.animation || message.video || message.video_note) return unusable("moving");
  if (photo && photo.length > 0) return fromPhoto(photo);
  if (sticker) return fromSticker(sticker);
  return document ? fromDocument(document) : { kind: "none" };
}

/** Telegram sends a photo in several sizes, none of them above 20 MB. */
function fromPhoto(sizes: readonly PhotoSize[]): FoundPicture {
  const [largest] = sizes.toSorted((a, b) => b.width * b.height - a.width * a.height);
  return largest ? { kind: "picture", fileId: largest.file_id } : { kind: "none" };
}

function fromSticker(sticker: Sticker): FoundPicture {
  if (sticker.is_animated || sticker.is_video) return unusable("moving_sticker");
  return { kind: "picture", fileId: sticker.file_id };
}

function fromDocument(document: Document): FoundPicture {
  const fault = findFault({
    contentType: document.mime_type,
    fileName: document.file_name,
    sizeBytes: document.file_size,
  });
  return fault ? unusable(fault) : { kind: "picture", fileId: document.file_id };
}

function unusable(fault: PictureFault): FoundPicture {
  return { kind: "unusable", fault };
}
