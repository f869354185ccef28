import type { RequestSource } from "../chat/request-draft.js";
import type { GenerationId } from "../ids.js";

/** One step between a picture and what it was made from. */
export interface LineageStep {
  /** What it was made from or, going down, what was made from it. */
  readonly generationId: GenerationId;
  /** Which picture of the older one, from 0; null: all of them, or none in particular. */
  readonly outputIndex: number | null;
  /** How the younger one was asked for; `again` is another try rather than something made from a picture. */
  readonly source: RequestSource;
  /** None of the pictures it is about is left; the node stays. */
  readonly isEmpty: boolean;
}

/** What was made from what. */
export interface LineageStore {
  /** From the nearest on, at most `limit`. */
  listAncestors(id: GenerationId, options: { limit: number }): Promise<readonly LineageStep[]>;
  /** What was made from one picture and came, newest first, at most `limit`. Further tries are not among it. */
  listDescendants(
    picture: { generationId: GenerationId; outputIndex: number },
    options: { limit: number },
  ): Promise<readonly LineageStep[]>;
  /** Whatever was made from a generation that came, and from that, and so on: each right below its parent, at most `limit`. */
  listOffspring(id: GenerationId, options: { limit: number }): Promise<readonly OffspringStep[]>;
}

export interface OffspringStep extends LineageStep {
  /** 1 for what was made from the generation itself. */
  readonly depth: number;
}
