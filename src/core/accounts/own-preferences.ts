import type { Platform, Visibility } from "../chat/reply-target.js";
import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { Log } from "../ports/log.js";
import type { Preferences, PreferencesChange } from "./preferences.js";

/** Discord waits 3 s for an acknowledgement, and people for less. */
const READ_TIMEOUT_MS = 300;

export type ReadPreferences = (accountId: AccountId) => Promise<Preferences>;

export function createReadPreferences({ database }: { database: Database }): ReadPreferences {
  return (accountId) => database.stores.preferences.read(accountId);
}

export type ChangePreferences = (
  accountId: AccountId,
  change: PreferencesChange,
) => Promise<Preferences>;

/** Resolves to all of them, as they are then. */
export function createChangePreferences(deps: {
  database: Database;
  clock: Clock;
}): ChangePreferences {
  return (accountId, change) =>
    deps.database.transaction(async ({ preferences }) => {
      await preferences.change(accountId, change, deps.clock.now());
      return preferences.read(accountId);
    });
}

export type ReadVisibility = (identity: {
  platform: Platform;
  userId: string;
}) => Promise<Visibility>;

/** Who sees what this person asks for. Whoever cannot be asked in time is taken to want it for themselves. Never throws. */
export function createReadVisibility(deps: {
  database: Database;
  clock: Clock;
  log: Log;
}): ReadVisibility {
  return async function readVisibility(identity) {
    const done = new AbortController();
    const late = deps.clock.pause(READ_TIMEOUT_MS, done.signal).then(() => null);
    const read = deps.database.stores.preferences
      .readVisibility(identity)
      .catch((error: unknown) => {
        deps.log.error("preference_not_read", error);
        return null;
      });
    const visibility = await Promise.race([read, late]);
    done.abort();
    return visibility ?? "only_me";
  };
}
