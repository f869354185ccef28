import type { AccountId, GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { Log } from "../ports/log.js";
import { ok, type Result, refuse } from "../refusal.js";

export type ReportPictures = (input: {
  accountId: AccountId;
  generationId: GenerationId;
  /** Null: all pictures of the result. */
  outputIndex: number | null;
}) => Promise<Result<{ isNew: boolean }>>;

/** Tells staff of pictures that should not be there. Anybody who sees them may; once per person and picture. */
export function createReportPictures(deps: {
  database: Database;
  clock: Clock;
  log: Log;
}): ReportPictures {
  const { generations, reports } = deps.database.stores;

  return async function reportPictures({ accountId, generationId, outputIndex }) {
    const outputs = await generations.listOutputs(generationId);
    const outputIndexes = outputs
      .filter(({ state }) => state === "kept")
      .map(({ index }) => index)
      .filter((index) => outputIndex === null || index === outputIndex);
    if (outputIndexes.length === 0) return refuse({ kind: "not_found" });
    const at = deps.clock.now();
    const count = await reports.add({ reporterId: accountId, generationId, outputIndexes, at });
    const isNew = count > 0;
    // As with a ceiling that is reached: what a person has to look at is an error of the log.
    if (isNew) {
      const error = new Error("somebody has reported a picture");
      deps.log.error("picture_reported", error, {
        generationId,
        outputIndex,
        reporterId: accountId,
      });
    }
    return ok({ isNew });
  };
}
