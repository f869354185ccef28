import type { Platform } from "../chat/reply-target.js";

export interface ChatUpdateKey {
  readonly platform: Platform;
  readonly botId: string;
  readonly updateKey: string;
}

/** Whose open updates are meant: those of one bot, with respect to one process. */
export interface UpdatesOfProcess {
  readonly platform: Platform;
  readonly botId: string;
  /** The id of the process; it lives as long as the lease `processLease(owner)` does. */
  readonly owner: string;
  readonly limit: number;
}

export interface OpenUpdate {
  readonly updateKey: string;
  readonly payload: string;
}

/** Several updates that are one message to people, such as the pictures of an album. */
export interface AlbumKey {
  readonly platform: Platform;
  readonly botId: string;
  readonly albumKey: string;
}

export interface AlbumPart extends OpenUpdate {
  readonly isOpen: boolean;
}

/** The name of the lease by which others know that a process lives. */
export function processLease(processId: string): string {
  return `process:${processId}`;
}

/**
 * What a platform told us, written before it is confirmed, so that a crash loses nothing.
 * Payloads are stored encrypted and leave with their row after 48 hours.
 */
export interface ChatUpdateStore {
  /** Saves the new ones as `owner`'s work; returns the keys that were not known yet. */
  save(
    updates: readonly (ChatUpdateKey & { payload: string; owner: string; albumKey?: string })[],
    at: Date,
  ): Promise<ReadonlySet<string>>;
  /** Its effect is committed: it will not be replayed. */
  finish(key: ChatUpdateKey): Promise<void>;
  /** The same for several of one bot, all at once: after a crash either all of them are finished or none. */
  finishAll(
    updates: Pick<ChatUpdateKey, "platform" | "botId"> & { updateKeys: readonly string[] },
  ): Promise<void>;
  /** All that is known of an album by now, whoever is at work on it, oldest first. Finished parts have no payload. */
  listAlbum(album: AlbumKey): Promise<readonly AlbumPart[]>;
  /** Makes this update the one that answers for its album, unless another is; resolves to the key of the one that is. */
  leadAlbum(album: AlbumKey & { updateKey: string }): Promise<string>;
  /**
   * Makes the open ones of processes that no longer live `owner`'s own and returns them, oldest first. One statement:
   * of two processes that ask at once, only one gets an update. Those of `owner` are never among them.
   */
  takeOver(input: UpdatesOfProcess): Promise<readonly OpenUpdate[]>;
  /** The open ones of `owner`, oldest first. */
  listOwn(input: UpdatesOfProcess): Promise<readonly OpenUpdate[]>;
  /** Removes rows older than `before`; returns how many. */
  purge(before: Date): Promise<number>;
}
