import type { RequestSource } from "../../../core/chat/request-draft.js";
import type { RichText } from "../chat-view.js";

export interface PictureFacts {
  readonly id: string;
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
  readonly model: string;
  /** As they are typed. */
  readonly settings: string;
  /** Null: the model has none, or nobody knows. */
  readonly seed: number | null;
  /** Of all pictures that came. */
  readonly price: number;
  readonly came: number;
  readonly tookSeconds: number;
  readonly providers: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** e.g. `png`. */
  readonly format: string;
}

export interface LineageNode {
  readonly id: string;
  /** Counted from 1; null: all of them. */
  readonly number: number | null;
  readonly source: RequestSource;
  /** Its pictures were deleted. */
  readonly isEmpty: boolean;
}

/** What we say about what was made from what. */
export interface FamilyWording {
  readonly title: string;
  /** After the one that was asked for. */
  readonly thisOne: string;
  /** In place of one whose pictures were deleted. */
  readonly deleted: string;
  /** What it is to what it was made from. */
  readonly made: Readonly<Record<RequestSource, string>>;
}

/** What we say about one picture when asked for everything. */
export interface DetailsWording {
  /** Before the words the model has made of the prompt. */
  readonly promptUsed: RichText;
  facts(facts: PictureFacts): RichText;
  lineage(input: {
    /** The nearest first. */
    ancestors: readonly LineageNode[];
    /** The newest first. */
    descendants: readonly LineageNode[];
    /** Pictures given. */
    givenCount: number;
  }): RichText;
  readonly family: FamilyWording;
}
