import type { Database } from "../ports/database.js";
import type { Log } from "../ports/log.js";
import type { ShowProgress } from "./show-progress.js";

const AT_ONCE = 50;

export type RefreshProgress = () => Promise<void>;

/** Brings what chats show of open work up to date, the longest unshown first. */
export function createRefreshProgress(deps: {
  database: Database;
  showProgress: ShowProgress;
  log: Log;
}): RefreshProgress {
  return async function refreshProgress() {
    const open = await deps.database.stores.deliveries.listInProgress({ limit: AT_ONCE });
    for (const { id } of open) {
      try {
        await deps.showProgress(id);
      } catch (error) {
        deps.log.error("progress_not_shown", error, { deliveryId: id });
      }
    }
  };
}
