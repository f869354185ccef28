import type { UpdateSupplier } from "@grammyjs/runner";
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import type { Sealer } from "../../core/ports/sealer.js";
import { describeFault, findFault } from "./telegram-errors.js";

/** Only what is handled; Telegram keeps this setting, so it is sent with every poll. */
const ALLOWED_UPDATES = ["message", "callback_query"] as const;
const POLL_SECONDS = 30;
const MAX_BATCH = 100;
/** More than can be in work when a process dies: a batch in every place the runner has. */
const MAX_OPEN = 1_000;
const MAX_REPLAYS = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface ReceivedUpdate {
  readonly update: Update;
  /** It was begun several times and never ended: do not try again, only close it. */
  readonly isSpent: boolean;
}

export interface UpdateSource extends UpdateSupplier<ReceivedUpdate> {
  /** False from a poll that failed until one that did not. */
  isFetching(): boolean;
  /** Its effect is committed. */
  finish(update: Update): Promise<void>;
  /** It could not be ended now and stays for the next replay. */
  leaveOpen(update: Update): void;
}

interface SourceDeps {
  /** Must not retry by itself. */
  readonly api: Api;
  readonly botId: string;
  readonly chatUpdates: ChatUpdateStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  /** Ends waiting at once when the bot stops. */
  readonly stopping: AbortSignal;
}

/**
 * Long polling that loses nothing: a batch is saved before the next poll confirms it to Telegram, what was saved and not
 * finished comes first after a start, and what was seen before is passed over. Never throws before it is stopped.
 */
export function createUpdateSource(deps: SourceDeps): UpdateSource {
  const book = createUpdateBook(deps);
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
    finish: book.finish,
    leaveOpen: book.leaveOpen,
  };
}

type PollSignal = Parameters<UpdateSupplier<Update>["supply"]>[1];

/** Telegram's updates as rows: saved, given out once, finished. */
function createUpdateBook(deps: SourceDeps) {
  const { botId, chatUpdates } = deps;
  const inWork = new Set<string>();
  const toKey = (updateKey: string) => ({ platform: "telegram", botId, updateKey }) as const;

  function giveOut(update: Update, isSpent: boolean): ReceivedUpdate {
    inWork.add(String(update.update_id));
    return { update, isSpent };
  }

  /** Each replay leaves a finished row of its own, so that they are counted across crashes. */
  async function countReplay(updateKey: string): Promise<number> {
    for (let count = 1; count <= MAX_REPLAYS; count += 1) {
      const mark = toKey(`${updateKey}#${count}`);
      const saved = await chatUpdates.save([{ ...mark, payload: "" }], deps.clock.now());
      if (saved.size === 0) continue;
      await chatUpdates.finish(mark);
      return count;
    }
    return MAX_REPLAYS + 1;
  }

  async function reopen(row: { updateKey: string; payload: string }) {
    const update = openPayload(deps, row.payload);
    // Without its content only the row can be closed; marks of replays have none.
    if (!update) {
      await chatUpdates.finish(toKey(row.updateKey));
      return null;
    }
    return giveOut(update, (await countReplay(row.updateKey)) > MAX_REPLAYS);
  }

  return {
    async save(updates: readonly Update[]): Promise<readonly ReceivedUpdate[]> {
      const distinct = new Map(updates.map((update) => [String(update.update_id), update]));
      if (distinct.size === 0) return [];
      const rows = [...distinct].map(([updateKey, update]) => ({
        ...toKey(updateKey),
        payload: deps.sealer.seal(JSON.stringify(update)),
      }));
      const fresh = await chatUpdates.save(rows, deps.clock.now());
      return [...distinct]
        .filter(([updateKey]) => fresh.has(updateKey))
        .map(([, update]) => giveOut(update, false));
    },

    async replay(): Promise<readonly ReceivedUpdate[]> {
      const rows = await chatUpdates.listOpen({ platform: "telegram", botId, limit: MAX_OPEN });
      const left = rows.filter(({ updateKey }) => !inWork.has(updateKey));
      const reopened: ReceivedUpdate[] = [];
      for (const row of left) {
        const received = await reopen(row);
        if (received) reopened.push(received);
      }
      if (reopened.length > 0) deps.log.info("telegram_replay", { updates: reopened.length });
      return reopened.sort((a, b) => a.update.update_id - b.update.update_id);
    },

    async finish({ update_id: id }: Update): Promise<void> {
      await chatUpdates.finish(toKey(String(id)));
      inWork.delete(String(id));
      deps.faults.reach("update_finished");
    },

    leaveOpen: ({ update_id: id }: Update) => void inWork.delete(String(id)),
  };
}

/** Null when it is not an update of ours, or no key opens it any more. */
function openPayload(deps: Pick<SourceDeps, "sealer" | "log">, payload: string): Update | null {
  if (payload === "") return null;
  try {
    return JSON.parse(deps.sealer.open(payload)) as Update;
  } catch (error) {
    deps.log.error("telegram_update_unreadable", error);
    return null;
  }
}

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
    else log.warn("telegram_polling_failed", { kind, ...describeFault(error) });
  };
}
