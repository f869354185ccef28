import type { AttemptId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { RunNews } from "./run-news.js";

/** What a provider's webhook says, once it is known to be the provider's: there is news of this attempt's run. */
export interface HeardRun {
  readonly provider: string;
  readonly attemptId: AttemptId;
  readonly providerRunId: string;
}

export type HearOfRun = (heard: HeardRun) => Promise<boolean>;

/**
 * Takes a provider's word that it is worth asking now, and which run is the attempt's when that answer was lost. What
 * became of the run is asked of the provider by whoever follows the attempt, so a repeated, late or out-of-order word
 * does no harm. False when this provider has no such attempt.
 */
export function createHearOfRun(deps: {
  database: Database;
  clock: Clock;
  news: RunNews;
}): HearOfRun {
  return async function hearOfRun(heard) {
    const { attemptId: id, provider, providerRunId } = heard;
    const at = deps.clock.now();
    const isKnown = await deps.database.stores.attempts.hear({ id, provider, providerRunId, at });
    if (isKnown) deps.news.wake(id);
    return isKnown;
  };
}
