import type { Platform } from "../chat/reply-target.js";

export interface ChatUpdateKey {
  readonly platform: Platform;
  readonly botId: string;
  readonly updateKey: string;
}

/**
 * What a platform told us, written before it is confirmed, so that a crash loses nothing.
 * Payloads are stored encrypted and leave with their row after 48 hours.
 */
export interface ChatUpdateStore {
  /** Saves the new ones; returns the keys that were not known yet. */
  save(
    updates: readonly (ChatUpdateKey & { payload: string })[],
    at: Date,
  ): Promise<ReadonlySet<string>>;
  /** Its effect is committed: it will not be replayed. */
  finish(key: ChatUpdateKey): Promise<void>;
  /** Unfinished ones, oldest first. */
  listOpen(input: {
    platform: Platform;
    botId: string;
    limit: number;
  }): Promise<readonly { updateKey: string; payload: string }[]>;
  /** Removes rows older than `before`; returns how many. */
  purge(before: Date): Promise<number>;
}
