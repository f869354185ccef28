import type { AccountId, AssetId, GenerationId } from "../ids.js";

export interface NewAsset {
  readonly id: AssetId;
  readonly ownerAccountId: AccountId;
  readonly key: string;
  /** Hex. */
  readonly sha256: string;
  readonly kind: "input" | "output";
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
}

/** A deleted asset whose objects are to leave the object store. */
export interface DeletedAsset {
  readonly id: AssetId;
  readonly key: string;
}

/** What lies in the object store, and whose it is. */
export interface AssetStore {
  insert(assets: readonly NewAsset[], at: Date): Promise<void>;
  /** False once it was deleted. */
  isStored(id: AssetId): Promise<boolean>;
  /** Those that are deleted while nobody has said yet that their objects are gone. */
  listDeleted(options: { limit: number }): Promise<readonly DeletedAsset[]>;
  /** Their objects have left the object store. */
  markGone(ids: readonly AssetId[]): Promise<void>;
  /** Which generation made a file with these bytes; the oldest when several did. Deleted ones count. */
  findGeneration(sha256: string): Promise<GenerationId | null>;
}
