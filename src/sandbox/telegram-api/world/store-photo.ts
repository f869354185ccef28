import type { PhotoSize } from "grammy/types";
import sharp from "sharp";
import { badRequest } from "../refusal.js";
import type { FileStore, StoredFile } from "./file-store.js";
import type { MessageContent } from "./post-message.js";

// core.telegram.org/bots/api#sendphoto
const maxPhotoBytes = 10 * 1024 * 1024;
const maxWidthPlusHeight = 10_000;
const maxRatio = 20;
/** The longest side of each size Telegram makes; bots see nothing above 1280. */
const longestSides = [90, 320, 800, 1_280];

/**
 * Stores a picture the way Telegram does: turned upright, without metadata, as JPEGs of several sizes.
 *
 * @throws TelegramRefusal for what Telegram would not take as a photo.
 */
export async function storePhoto(files: FileStore, bytes: Uint8Array): Promise<MessageContent> {
  if (bytes.byteLength === 0) throw badRequest("file must be non-empty");
  if (bytes.byteLength > maxPhotoBytes) {
    throw badRequest(
      `file of size ${bytes.byteLength} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    );
  }
  const { width, height } = await readDimensions(bytes);
  const isTooLong = Math.max(width, height) / Math.min(width, height) > maxRatio;
  if (width + height > maxWidthPlusHeight || isTooLong) {
    throw badRequest("PHOTO_INVALID_DIMENSIONS");
  }

  const longest = Math.max(width, height);
  const sides = longestSides.filter((side) => side < longest);
  const last = Math.min(longest, 1_280);
  if (sides.at(-1) !== last) sides.push(last);

  const stored = [];
  for (const side of sides) stored.push(await storeSize(files, bytes, side));
  const content: MessageContent = { photo: stored.map(({ size }) => size) };
  for (const { file } of stored) file.content = content;
  return content;
}

async function readDimensions(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const metadata = await sharp(bytes)
    .metadata()
    .catch(() => undefined);
  if (!metadata?.width || !metadata.height) throw badRequest("IMAGE_PROCESS_FAILED");
  return { width: metadata.width, height: metadata.height };
}

async function storeSize(
  files: FileStore,
  bytes: Uint8Array,
  longestSide: number,
): Promise<{ size: PhotoSize; file: StoredFile }> {
  const { data, info } = await sharp(bytes)
    .rotate()
    .resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 87 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw badRequest("IMAGE_PROCESS_FAILED");
    });
  const file = files.add({ kind: "Photo", bytes: data, mimeType: "image/jpeg", extension: "jpg" });
  const size: PhotoSize = {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    width: info.width,
    height: info.height,
    file_size: data.byteLength,
  };
  return { size, file };
}
