import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import { logFailure } from "./discord-errors.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Does `work` until it succeeds, fails for good, or `stop` aborts. Pauses grow to a minute. Never throws. */
export async function keepTrying(
  deps: { clock: Clock; log: Log },
  options: { event: string; stop: AbortSignal },
  work: () => Promise<void>,
): Promise<void> {
  const { event, stop } = options;
  for (let tries = 0; !stop.aborted; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (stop.aborted) return;
      logFailure(deps.log, { event, error });
      if (error instanceof AppError && !error.retryable) return;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 10));
      await deps.clock.pause(pauseMs, stop);
    }
  }
}
