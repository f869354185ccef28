import { createHash, randomBytes } from "node:crypto";
import { badRequest } from "../refusal.js";
import type { MessageContent } from "./post-message.js";

/** Telegram's own words for what a file is; they turn up in its refusals. */
export type FileKind = "Photo" | "Document" | "Video" | "Animation" | "Sticker";

export interface StoredFile {
  fileId: string;
  uniqueId: string;
  kind: FileKind;
  /** Below `/file/bot<token>/`. */
  path: string;
  bytes: Uint8Array;
  mimeType: string;
  fileName?: string;
  /** What a message shows that carries this file again. */
  content: MessageContent;
}

export interface FileStore {
  /** Stores bytes under new ids; the caller fills `content` in. */
  add(input: {
    kind: FileKind;
    bytes: Uint8Array;
    mimeType: string;
    extension: string;
    fileName?: string;
  }): StoredFile;
  find(fileId: string): StoredFile | undefined;
  findByPath(path: string): StoredFile | undefined;
  clear(): void;
}

// A long session must not fill the machine: beyond this the oldest files are gone, as expired ones are.
const keptBytes = 512 * 1024 * 1024;

const idPrefixes: Record<FileKind, string> = {
  Photo: "AgACAgIAAxkB",
  Document: "BQACAgIAAxkB",
  Video: "BAACAgIAAxkB",
  Animation: "CgACAgIAAxkB",
  Sticker: "CAACAgIAAxkB",
};

export function createFileStore(): FileStore {
  const byId = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  let totalBytes = 0;
  let lastNumber = 0;

  function dropOldest(): void {
    for (const [fileId, file] of byId) {
      if (totalBytes <= keptBytes) return;
      byId.delete(fileId);
      byPath.delete(file.path);
      totalBytes -= file.bytes.byteLength;
    }
  }

  return {
    add(input) {
      if (input.bytes.byteLength === 0) throw badRequest("file must be non-empty");
      lastNumber += 1;
      const { kind, extension, ...rest } = input;
      const file: StoredFile = {
        ...rest,
        kind,
        fileId: idPrefixes[kind] + randomBytes(36).toString("base64url"),
        // The same content has the same unique id, whoever sends it.
        uniqueId: `AQAD${createHash("sha256").update(input.bytes).digest("base64url").slice(0, 12)}`,
        path: `${kind.toLowerCase()}s/file_${lastNumber}.${extension}`,
        content: {},
      };
      byId.set(file.fileId, file);
      byPath.set(file.path, file);
      totalBytes += file.bytes.byteLength;
      dropOldest();
      return file;
    },
    find: (fileId) => byId.get(fileId),
    findByPath: (path) => byPath.get(path),
    clear() {
      byId.clear();
      byPath.clear();
      totalBytes = 0;
    },
  };
}
