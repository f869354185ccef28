/** What is known of a stored object without reading it. */
export interface ObjectInfo {
  readonly sizeBytes: number;
  readonly contentType: string;
}

/** An object being read. Whoever opens one reads it to the end, leaves the loop early, or closes it. */
export interface OpenObject extends ObjectInfo {
  /** The bytes, once and in order, as they were when the object was opened. */
  readonly content: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Bytes under unguessable keys: files on disk, or a bucket.
 * Keys are `[a-z0-9/._-]+`, relative, at most 200 characters, made by us; anything else throws a RangeError.
 *
 * Everything that reaches the store throws AppError `storage_unavailable` (retryable) while the store is out of reach,
 * is gone or refuses us: an operator can mend any of these, and what waits then goes on.
 */
export interface ObjectStore {
  /** Stores `bytes`. Whole or not at all, even across kill -9. The same key again replaces the object. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /**
   * Stores what comes, of whatever length, with some megabytes of it in memory at a time. Whole or not at all: when
   * `content` fails, its error is thrown and what was there before stays.
   */
  putStream(key: string, content: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /** @throws AppError `not_found` (final) when the key holds nothing. */
  get(key: string): Promise<Uint8Array>;
  /** For what is too large to hold. @throws AppError `not_found` (final) when the key holds nothing. */
  openRead(key: string): Promise<OpenObject>;
  /** Null when the key holds nothing. */
  head(key: string): Promise<ObjectInfo | null>;
  /** Removing what is not there is not an error. */
  delete(key: string): Promise<void>;
  /** A link anyone can GET until it expires. At most 7 days, the limit of S3's signatures. */
  link(key: string, options: { expiresInSeconds: number }): Promise<string>;
}
