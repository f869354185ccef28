/** What is known of a stored object without reading it. */
export interface ObjectInfo {
  readonly sizeBytes: number;
  readonly contentType: string;
}

/**
 * Bytes under unguessable keys: files on disk, or a bucket.
 * Keys are `[a-z0-9/._-]+`, relative, at most 200 characters, made by us; anything else throws a RangeError.
 */
export interface ObjectStore {
  /** Stores `bytes`. Whole or not at all, even across kill -9. The same key again replaces the object. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** @throws AppError `not_found` (final) when the key holds nothing. */
  get(key: string): Promise<Uint8Array>;
  /** Null when the key holds nothing. */
  head(key: string): Promise<ObjectInfo | null>;
  /** Removing what is not there is not an error. */
  delete(key: string): Promise<void>;
  /** A link anyone can GET until it expires. At most 7 days, the limit of S3's signatures. */
  link(key: string, options: { expiresInSeconds: number }): Promise<string>;
}
