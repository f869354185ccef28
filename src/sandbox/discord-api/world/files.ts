import { createHmac, timingSafeEqual } from "node:crypto";
import { extname } from "node:path";
import type { Platform } from "../platform.js";
import type { WorldFile } from "./model.js";

/** Attachments in memory, under addresses that are signed and run out like the platform's. */

const URL_LIFETIME_SECONDS = 24 * 60 * 60;

// The platform goes by the extension, not by the bytes.
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".avif": "image/avif",
  ".heic": "image/heic",
  ".svg": "image/svg+xml",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".mp3": "audio/mpeg",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".pdf": "application/pdf",
  ".zip": "application/zip",
};

/** A file that is not in the world yet: the caller adds it once its message or upload is accepted. */
export function makeFile(
  platform: Platform,
  file: {
    filename: string;
    bytes: Uint8Array;
    contentType?: string | undefined;
    description?: string | null | undefined;
    folder: string;
  },
): WorldFile {
  const filename = cleanName(file.filename);
  const byName = CONTENT_TYPES[extname(filename).toLowerCase()] ?? "application/octet-stream";
  return {
    id: platform.nextId(),
    filename,
    contentType: file.contentType ?? byName,
    bytes: file.bytes,
    description: file.description ?? null,
    folder: file.folder,
  };
}

export function channelFolder(channelId: string): string {
  return `attachments/${channelId}`;
}

/** Files that only one person sees, and uploads on their way into a command. */
export function ephemeralFolder(applicationId: string): string {
  return `ephemeral-attachments/${applicationId}`;
}

/** The platform keeps letters, digits, dot, dash and underscore of a name. */
function cleanName(name: string): string {
  const cleaned = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_");
  return /^[._]*$/.test(cleaned) ? "unknown" : cleaned;
}

/** A fresh signed address: `ex` is when it runs out, in hexadecimal seconds. */
export function fileUrl(platform: Platform, file: WorldFile, base: "cdn" | "media"): string {
  const issued = Math.floor(platform.clock.now().getTime() / 1000);
  const ex = (issued + URL_LIFETIME_SECONDS).toString(16);
  const is = issued.toString(16);
  const path = filePath(file);
  const hm = signature(platform, `${path}?ex=${ex}&is=${is}`);
  return `${platform.origin}/${base}${path}?ex=${ex}&is=${is}&hm=${hm}&`;
}

/** @returns undefined when the address is unknown, altered or has run out. */
export function findSignedFile(
  platform: Platform,
  request: { path: string; fileId: string; query: Readonly<Record<string, string>> },
): WorldFile | undefined {
  const { ex = "", is = "", hm = "" } = request.query;
  const expected = Buffer.from(signature(platform, `${request.path}?ex=${ex}&is=${is}`));
  const given = Buffer.from(hm);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  if (Number.parseInt(ex, 16) * 1000 < platform.clock.now().getTime()) return undefined;
  const file = platform.world.files.get(request.fileId);
  return file !== undefined && filePath(file) === request.path ? file : undefined;
}

function filePath(file: WorldFile): string {
  return `/${file.folder}/${file.id}/${encodeURIComponent(file.filename)}`;
}

function signature(platform: Platform, text: string): string {
  return createHmac("sha256", platform.cdnSecret).update(text).digest("hex");
}

/** The file an address in a component or embed means: `attachment://name`, or one signed earlier. */
export function referencedFile(files: readonly WorldFile[], url: string): WorldFile | undefined {
  if (url.startsWith("attachment://")) {
    const name = decodeURIComponent(url.slice("attachment://".length));
    return files.find((file) => file.filename === cleanName(name));
  }
  return files.find((file) => url.includes(`/${file.id}/`));
}
