import type { AccountId, GenerationId } from "../ids.js";

/** What people say should not be there, for staff to look at. */
export interface ReportStore {
  /** One per person and picture: resolves to how many of these are new. */
  add(input: {
    reporterId: AccountId;
    generationId: GenerationId;
    outputIndexes: readonly number[];
    at: Date;
  }): Promise<number>;
}
