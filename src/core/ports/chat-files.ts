import type { InputSource } from "../chat/input-source.js";

export type ChatFile = Extract<InputSource, { kind: "chat_file" }>;

/** `gone`: it is no longer there, or was never where it may lie. */
export type FetchedFile =
  | { readonly kind: "fetched"; readonly bytes: Uint8Array }
  | { readonly kind: "gone" }
  | { readonly kind: "too_large" };

/** Files that people sent to a chat. */
export interface ChatFiles {
  /**
   * Fetches a file from the platform's own hosts and from nowhere else, with its size and time capped while it comes.
   *
   * @throws AppError `chat_unavailable` (retryable): network, 5xx, throttled.
   */
  fetch(file: ChatFile, limits: { maxBytes: number; signal: AbortSignal }): Promise<FetchedFile>;
}
