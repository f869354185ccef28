import type { ChatFile, ChatFiles, FetchedFile } from "../ports/chat-files.js";
import type { Clock } from "../ports/clock.js";
import { MAX_PICTURE_BYTES } from "../ports/picture-normaliser.js";

const FETCH_TIMEOUT_MS = 30_000;

/** A host that drips holds up nobody for longer than this. */
export async function fetchInTime(
  deps: { readonly chatFiles: ChatFiles; readonly clock: Clock },
  file: ChatFile,
): Promise<FetchedFile> {
  const late = new AbortController();
  const done = new AbortController();
  void deps.clock.pause(FETCH_TIMEOUT_MS, done.signal).then(() => late.abort());
  try {
    const limits = { maxBytes: MAX_PICTURE_BYTES, signal: late.signal };
    return await deps.chatFiles.fetch(file, limits);
  } finally {
    done.abort();
  }
}
