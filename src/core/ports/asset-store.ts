import type { AccountId, AssetId } from "../ids.js";

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

/** What lies in the object store, and whose it is. */
export interface AssetStore {
  insert(assets: readonly NewAsset[], at: Date): Promise<void>;
}
