import type { Clock } from "../ports/clock.js";
import type { MaintenanceNotice, ServiceSwitches } from "../ports/service-switches.js";

/** How old what we know of the switch may be: with it, every process obeys within seconds. */
const FRESH_MS = 2_000;

/** Null: the service is open. */
export type ReadMaintenance = () => Promise<MaintenanceNotice | null>;

/** Reads the switch for whoever is about to begin something new, and not more often than it is worth. */
export function createReadMaintenance(deps: {
  switches: Pick<ServiceSwitches, "readMaintenance">;
  clock: Clock;
}): ReadMaintenance {
  let known: { notice: Promise<MaintenanceNotice | null>; atMs: number } | null = null;

  return async function readMaintenance() {
    const nowMs = deps.clock.now().getTime();
    if (!known || nowMs - known.atMs > FRESH_MS) {
      const asked = { notice: deps.switches.readMaintenance(), atMs: nowMs };
      known = asked;
      // Not remembered, so that the next one asks again.
      asked.notice.catch(() => {
        if (known === asked) known = null;
      });
    }
    return known.notice;
  };
}
