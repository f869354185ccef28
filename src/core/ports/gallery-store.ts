import type { AccountId, AssetId, GenerationId } from "../ids.js";

/** What somebody looks for in their gallery. */
export interface GalleryFilter {
  /** Null: any. */
  readonly modelId: string | null;
  readonly kind: "picture" | "clip" | null;
  /** Only what they marked. */
  readonly isFavourite: boolean;
  /** Each of them stands somewhere in the prompt. Empty: any. */
  readonly words: string;
}

/** One picture in the order of the gallery: newest request first, and those of a request in theirs. */
export interface GalleryPlace {
  readonly generationId: GenerationId;
  readonly index: number;
}

export interface GalleryPicture extends GalleryPlace {
  readonly modelId: string;
  /** Null when it was erased; empty for a model that takes no words. */
  readonly prompt: string | null;
  readonly isFavourite: boolean;
  /** When it was asked for. */
  readonly askedAt: Date;
  readonly asset: {
    readonly id: AssetId;
    readonly key: string;
    readonly contentType: string;
    readonly width: number;
    readonly height: number;
    readonly sizeBytes: number;
  };
}

/** The pictures that a person has kept: finished, not deleted, and not asked for with the promise to keep nothing. */
export interface GalleryStore {
  /**
   * In the order of the gallery, at most `limit`: from the newest, or those right behind (`older`) or before (`newer`) a
   * place. None when the place is not the account's. The picture of the place itself may have been deleted.
   */
  list(input: {
    accountId: AccountId;
    filter: GalleryFilter;
    from: { readonly place: GalleryPlace; readonly direction: "older" | "newer" } | null;
    limit: number;
  }): Promise<readonly GalleryPicture[]>;
  /** One picture of the account's gallery; null when there is none. */
  find(accountId: AccountId, place: GalleryPlace): Promise<GalleryPicture | null>;
  /** Marks a kept picture, or with null takes the mark away; false when it is not kept. */
  setFavourite(place: GalleryPlace, by: AccountId | null): Promise<boolean>;
  /** Generations of the account that have pictures in the gallery, newest first. */
  listGenerations(
    accountId: AccountId,
    options: { limit: number },
  ): Promise<readonly GenerationId[]>;
  /** The name of a filter, `[a-z0-9]{10}`: the same one for the same filter of the same account. */
  keepFilter(input: { accountId: AccountId; id: string; filter: GalleryFilter }): Promise<string>;
  /** Null when the account has no filter of that name. */
  findFilter(accountId: AccountId, id: string): Promise<GalleryFilter | null>;
}
