import { extname } from "node:path";
import type { Document } from "grammy/types";
import { entityTooLarge } from "../refusal.js";
import type { FileKind, FileStore, StoredFile } from "./file-store.js";
import type { MessageContent } from "./post-message.js";
import { storePhoto } from "./store-photo.js";

export interface Media {
  kind: FileKind;
  bytes: Uint8Array;
  fileName?: string | undefined;
  mimeType?: string | undefined;
  /** Of clips: Telegram keeps what the sender says. */
  width?: number | undefined;
  height?: number | undefined;
  durationSeconds?: number | undefined;
}

// 50 MB for bots by multipart upload (core.telegram.org/bots/api#sending-files).
const maxUploadBytes = 50 * 1024 * 1024;

const mimeTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  avif: "image/avif",
  heic: "image/heic",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  webm: "video/webm",
  pdf: "application/pdf",
  txt: "text/plain",
  csv: "text/csv",
  json: "application/json",
  zip: "application/zip",
};

/**
 * Stores a file as the kind of media it was sent as and gives what its message shows.
 *
 * @throws TelegramRefusal when it is empty, too large, or no picture although sent as one.
 */
export async function storeMedia(files: FileStore, media: Media): Promise<MessageContent> {
  if (media.bytes.byteLength > maxUploadBytes) throw entityTooLarge();
  if (media.kind === "Photo") return storePhoto(files, media.bytes);
  const fileName = media.fileName ?? "file";
  const extension = extname(fileName).slice(1).toLowerCase() || "bin";
  const file = files.add({
    kind: media.kind,
    bytes: media.bytes,
    mimeType: media.mimeType ?? mimeTypes[extension] ?? "application/octet-stream",
    extension,
    fileName,
  });
  file.content = toContent(file, media);
  return file.content;
}

function toContent(file: StoredFile, media: Media): MessageContent {
  const document: Document = {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    mime_type: file.mimeType,
    file_size: file.bytes.byteLength,
    ...(file.fileName === undefined ? {} : { file_name: file.fileName }),
  };
  const clip = {
    ...document,
    width: media.width ?? 0,
    height: media.height ?? 0,
    duration: media.durationSeconds ?? 0,
  };
  if (file.kind === "Video") return { video: clip };
  // An animation's message carries the document too, for old bots.
  if (file.kind === "Animation") return { animation: clip, document };
  return { document };
}
