import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { Heartbeat } from "./heartbeat.js";

/** How often a process that stands by asks whether it is needed. */
export const ASK_EVERY_MS = 1_000;

export interface StandBy {
  /** Resolves after the first time of asking, whatever the answer; rejects never. */
  readonly asked: Promise<void>;
  /** True when the last time of asking had an answer, be it that another process is at it. */
  isHealthy(): boolean;
  /** Resolves when `stop` has aborted and the work has ended. */
  readonly ended: Promise<void>;
}

/**
 * Does `work` while this process has the lease, and stands by while another has it. The lease is given back as soon as
 * the work has ended, which it has to do soon after its signal aborts.
 *
 * @param options.stop Ends all of it.
 * @param options.mayTake False: not now; asked again later.
 * @param options.firstAfterMs When it asks for the first time, so that many leases are not asked for at one moment.
 */
export function runUnderLease(
  deps: { heartbeat: Pick<Heartbeat, "take">; clock: Clock; log: Log },
  options: { name: string; stop: AbortSignal; mayTake?: () => boolean; firstAfterMs?: number },
  work: (until: AbortSignal) => Promise<void>,
): StandBy {
  const { name, stop, mayTake = () => true, firstAfterMs = 0 } = options;
  let isHealthy = false;
  let noteAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    noteAsked = resolve;
  });

  async function tryOnce(): Promise<void> {
    const lease = await deps.heartbeat.take(name);
    isHealthy = true;
    if (!lease) return;
    const running = work(AbortSignal.any([stop, lease.lost]));
    noteAsked();
    try {
      await running;
    } finally {
      await lease.release();
    }
  }

  async function keepTrying(): Promise<void> {
    if (firstAfterMs > 0) await deps.clock.pause(firstAfterMs, stop);
    while (!stop.aborted) {
      try {
        if (mayTake()) await tryOnce();
      } catch (error) {
        if (isHealthy) deps.log.error("lease_work_failed", error, { lease: name });
        isHealthy = false;
      }
      noteAsked();
      await deps.clock.pause(ASK_EVERY_MS, stop);
    }
    noteAsked();
  }

  return { asked, isHealthy: () => isHealthy, ended: keepTrying() };
}
