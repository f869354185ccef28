import type { AccountId, GenerationId } from "../ids.js";

export interface ReportedPicture {
  readonly generationId: GenerationId;
  readonly outputIndex: number;
}

/** A picture with what is open about it. */
export interface OpenReport extends ReportedPicture {
  /** How many people have reported it. */
  readonly reporters: number;
  readonly firstAt: Date;
  /** Where its file is stored; null when it has been deleted. */
  readonly objectKey: string | null;
}

/** What people say should not be there, for staff to look at. */
export interface ReportStore {
  /** One per person and picture: resolves to how many of these are new. */
  add(input: {
    reporterId: AccountId;
    generationId: GenerationId;
    outputIndexes: readonly number[];
    at: Date;
  }): Promise<number>;
  /** Pictures with reports that nobody has settled, the first reported first. */
  listOpen(options: { limit: number }): Promise<readonly OpenReport[]>;
  /** Settles whatever is open about a picture: resolves to how many reports that were. */
  settle(picture: ReportedPicture): Promise<number>;
}
