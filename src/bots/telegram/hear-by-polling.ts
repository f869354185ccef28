import { createConcurrentSink, createRunner, createSource } from "@grammyjs/runner";
import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import type { Heartbeat } from "../../core/running/heartbeat.js";
import { runUnderLease } from "../../core/running/run-under-lease.js";
import { untilAborted } from "../../core/running/until-aborted.js";
import type { Hearing } from "../hearing.js";
import { keepTakingOver } from "../take-over.js";
import type { ReceivedUpdate, UpdateBook } from "./update-book.js";
import type { UpdateSettler } from "./update-settler.js";
import { createUpdateSource } from "./update-source.js";

/** A poll under way ends at once; only what has been fetched is still handed over. */
const END_TIMEOUT_MS = 2_000;

interface PollingDeps {
  readonly heartbeat: Pick<Heartbeat, "take">;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
}

interface Bot {
  /** Must not retry by itself. */
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly book: UpdateBook;
  readonly settler: UpdateSettler;
  readonly stopping: AbortSignal;
}

/**
 * Fetches updates by long polling, which only one process at a time may do: Telegram answers 409 to one of two. Others
 * stand by. Resolves when it is known which of both this one does.
 */
export async function hearByPolling(deps: PollingDeps, bot: Bot): Promise<Hearing> {
  let isFetching: (() => boolean) | null = null;
  const lease = { name: `telegram:${bot.me.id}`, stop: bot.stopping };
  const standBy = runUnderLease(deps, lease, async (until) => {
    const polling = startPolling(deps, bot, until);
    isFetching = polling.isFetching;
    deps.log.info("telegram_polling", { botId: bot.me.id });
    void keepTakingOver(deps, until, async () => {
      for (const received of await bot.book.takeOver()) void bot.settler.settle(received);
    });
    try {
      await polling.ended;
    } finally {
      isFetching = null;
    }
  });
  await standBy.asked;
  return { isReady: () => isFetching?.() ?? standBy.isHealthy(), ended: standBy.ended };
}

function startPolling(deps: PollingDeps, bot: Bot, until: AbortSignal) {
  const source = createUpdateSource({ ...deps, ...bot, stopping: until });
  const lost = async (error: unknown) => deps.log.error("telegram_update_lost", error);
  const runner = createRunner(
    createSource(source),
    createConcurrentSink<ReceivedUpdate>({ consume: bot.settler.settle }, lost),
  );
  runner.start();
  return { isFetching: source.isFetching, ended: endOf(deps, until, () => runner.stop()) };
}

async function endOf(
  { clock }: { clock: Clock },
  until: AbortSignal,
  stop: () => Promise<void> | undefined,
): Promise<void> {
  await untilAborted(until);
  const waiting = new AbortController();
  await Promise.race([stop(), clock.pause(END_TIMEOUT_MS, waiting.signal)]);
  waiting.abort();
}
