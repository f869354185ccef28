import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";

const COUNT_EVERY_MS = 1_000;

/** How the service stands while somebody looks after it. */
export interface ServiceCalm {
  readonly isUnderMaintenance: boolean;
  /** Requests accepted whose result has not been sent yet. */
  readonly openRequests: number;
}

/** The operator's way to quiet the service before a change: nothing new is begun, what was accepted is ended. */
export interface LookAfterService {
  /** @param text What people are told in place of the usual sentence; null for that one. */
  begin(text: string | null): Promise<void>;
  end(): Promise<void>;
  look(): Promise<ServiceCalm>;
  /** Resolves when nothing is open, or maintenance is over. */
  waitUntilCalm(): Promise<ServiceCalm>;
}

export function createLookAfterService(deps: {
  database: Database;
  clock: Clock;
}): LookAfterService {
  const { switches, generations } = deps.database.stores;

  async function look(): Promise<ServiceCalm> {
    const notice = await switches.readMaintenance();
    return {
      isUnderMaintenance: notice !== null,
      openRequests: await generations.countUndelivered(),
    };
  }

  return {
    begin: (text) => switches.writeMaintenance({ text, since: deps.clock.now() }),
    end: () => switches.writeMaintenance(null),
    look,
    async waitUntilCalm() {
      const never = new AbortController().signal;
      for (;;) {
        const calm = await look();
        if (calm.openRequests === 0 || !calm.isUnderMaintenance) return calm;
        await deps.clock.pause(COUNT_EVERY_MS, never);
      }
    },
  };
}
