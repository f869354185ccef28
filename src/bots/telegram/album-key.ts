import type { Update } from "grammy/types";

/** Names what belongs together in a chat; null for a message on its own. */
export function toAlbumKey({ message }: Update): string | null {
  const group = message?.media_group_id;
  return message && group !== undefined ? `${message.chat?.id}:${group}` : null;
}
