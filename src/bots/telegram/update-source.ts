import type { UpdateSupplier } from "@grammyjs/runner";
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import { describeFault, findFault } from "./telegram-errors.js";
import type { ReceivedUpdate, UpdateBook } from "./update-book.js";

/** Only what is handled; Telegram keeps this setting, so it is sent with every poll. */
export const ALLOWED_UPDATES = ["message", "callback_query"] as const;
const POLL_SECONDS = 30;
const MAX_BATCH = 100;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface UpdateSource extends UpdateSupplier<ReceivedUpdate> {
  /** False from a poll that failed until one that did not. */
  isFetching(): boolean;
}

interface SourceDeps {
  /** Must not retry by itself. */
  readonly api: Api;
  readonly book: Pick<UpdateBook, "save" | "replay">;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  /** Ends waiting at once when it is to stop. */
  readonly stopping: AbortSignal;
}

/**
 * Long polling that loses nothing: a batch is saved before the next poll confirms it to Telegram, what was saved and not
 * finished comes first after a start, and what was seen before is passed over. Never throws before it is stopped.
 */
export function createUpdateSource(deps: SourceDeps): UpdateSource {
  const { book } = deps;
  const noteFailure = createFailureLog(deps.log);
  let offset = 0;
  let isReplayDue = true;
  let pauseMs = FIRST_PAUSE_MS;
  let isFailing = false;

  async function receive(limit: number, signal: PollSignal): Promise<readonly ReceivedUpdate[]> {
    if (isReplayDue) {
      const open = await book.replay();
      isReplayDue = false;
      if (open.length > 0) return open;
    }
    const polled = await deps.api.getUpdates(
      // After a failure the answer comes at once, and with it the news that all is well again.
      { offset, limit, timeout: isFailing ? 0 : POLL_SECONDS, allowed_updates: ALLOWED_UPDATES },
      signal,
    );
    const fresh = await book.save(polled);
    deps.faults.reach("update_saved");
    offset = Math.max(offset, ...polled.map(({ update_id }) => update_id + 1));
    return fresh;
  }

  return {
    async supply(batchSize, signal) {
      while (!deps.stopping.aborted) {
        try {
          const received = await receive(Math.max(1, Math.min(batchSize, MAX_BATCH)), signal);
          noteFailure(null);
          isFailing = false;
          pauseMs = FIRST_PAUSE_MS;
          return [...received];
        } catch (error) {
          if (signal.aborted || deps.stopping.aborted) break;
          noteFailure(error);
          isFailing = true;
          // Whatever was saved without our hearing of it, or failed in the same outage, is found there.
          isReplayDue = true;
          await deps.clock.pause(Math.max(pauseMs, askedPauseMs(error)), deps.stopping);
          pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        }
      }
      return [];
    },
    isFetching: () => !isFailing,
  };
}

type PollSignal = Parameters<UpdateSupplier<Update>["supply"]>[1];

function askedPauseMs(error: unknown): number {
  const fault = findFault(error);
  switch (fault?.kind) {
    case "busy":
      return fault.retryAfterMs;
    case "unauthorised": // Only the operator can mend this, and not within seconds.
      return LONGEST_PAUSE_MS;
    default:
      return 0;
  }
}

/** One line when something begins to fail, one when it is over. */
function createFailureLog(log: Log): (error: unknown) => void {
  let failing: string | null = null;
  return (error) => {
    if (error === null) {
      if (failing !== null) log.info("telegram_polling_again");
      failing = null;
      return;
    }
    const kind = findFault(error)?.kind ?? "internal";
    if (kind === failing) return;
    failing = kind;
    if (kind === "internal") log.error("telegram_polling_failed", error);
    else log.warn("telegram_polling_failed", describeFault(error));
  };
}
