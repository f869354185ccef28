import type { FileStore } from "./file-store.js";
import type { MessageContent } from "./post-message.js";

const formats = {
  still: { extension: "webp", mimeType: "image/webp" },
  animated: { extension: "tgs", mimeType: "application/x-tgsticker" },
  video: { extension: "webm", mimeType: "video/webm" },
} as const;

/** The side of a regular sticker (core.telegram.org/stickers). */
const side = 512;

/** Stores a sticker of one of Telegram's three formats and gives what its message shows. */
export function storeSticker(
  files: FileStore,
  sticker: { kind: keyof typeof formats; bytes: Uint8Array },
): MessageContent {
  const { kind, bytes } = sticker;
  const file = files.add({ kind: "Sticker", bytes, ...formats[kind] });
  file.content = {
    sticker: {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      type: "regular",
      width: side,
      height: side,
      is_animated: kind === "animated",
      is_video: kind === "video",
      file_size: bytes.byteLength,
    },
  };
  return file.content;
}
