import type { Platform } from "../../core/chat/reply-target.js";
import { AppError } from "../../core/errors.js";
import type { ChatFile, ChatFiles, FetchedFile } from "../../core/ports/chat-files.js";
import { type GuardedFetch, TooLargeError } from "../net/guarded-fetch.js";

const TIMEOUT_MS = 30_000;

/** The address a file of a platform can be fetched from now. Null when the platform no longer has it. */
export type FindFile = (file: ChatFile) => Promise<string | null>;

/** One per platform that is switched on. */
export type FileHost = { readonly find: FindFile; readonly fetch: GuardedFetch };

/** Fetches what people sent from the hosts of the platform it came by. */
export function createChatFiles(
  hosts: Readonly<Partial<Record<Platform, FileHost | undefined>>>,
): ChatFiles {
  return {
    async fetch(file, { maxBytes, signal }) {
      const host = hosts[file.platform];
      const address = host && (await host.find(file));
      if (!address) return { kind: "gone" };
      try {
        const bytes = await host.fetch(address, { maxBytes, signal, timeoutMs: TIMEOUT_MS });
        return { kind: "fetched", bytes };
      } catch (error) {
        return toMissing(error);
      }
    },
  };
}

/** @throws AppError `chat_unavailable` when asking again may help. */
function toMissing(error: unknown): FetchedFile {
  if (error instanceof TooLargeError) return { kind: "too_large" };
  if (!(error instanceof AppError)) throw error;
  if (!error.retryable) return { kind: "gone" };
  throw unavailable("a file of the chat cannot be fetched now", error);
}

export function unavailable(message: string, cause: unknown): AppError {
  return new AppError({ code: "chat_unavailable", message, retryable: true, cause });
}
