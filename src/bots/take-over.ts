import type { Clock } from "../core/ports/clock.js";
import type { Log } from "../core/ports/log.js";

/** How soon what a dead process left is gone on with, once it counts as dead. */
const LOOK_EVERY_MS = 1_500;

/** Looks for what dead processes left unfinished, now and again, until `stop` aborts. Never rejects. */
export async function keepTakingOver(
  deps: { clock: Clock; log: Log },
  stop: AbortSignal,
  takeOver: () => Promise<void>,
): Promise<void> {
  let isFailing = false;
  while (!stop.aborted) {
    try {
      await takeOver();
      isFailing = false;
    } catch (error) {
      if (!isFailing) deps.log.error("take_over_failed", error);
      isFailing = true;
    }
    await deps.clock.pause(LOOK_EVERY_MS, stop);
  }
}
