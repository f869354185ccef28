import type { Update } from "grammy/types";
import { z } from "zod";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import { keepTakingOver } from "../take-over.js";
import type { ReceivedUpdate, UpdateBook } from "./update-book.js";
import type { UpdateSettler } from "./update-settler.js";

/** `repeated`: it was written down before. `unavailable`: it could not be written down, and is to be sent again. */
export type UpdateReceipt = "accepted" | "repeated" | "malformed" | "unavailable";

/** Takes updates that Telegram sends to us. */
export interface WebhookHearing {
  /** Resolves when the update is written down; it is settled in the background. Never rejects. */
  receive(payload: unknown): Promise<UpdateReceipt>;
  /** Goes on with what this process had to leave open. Never rejects. */
  goOn(): Promise<void>;
}

interface WebhookDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
}

interface Bot {
  readonly book: UpdateBook;
  readonly settler: Pick<UpdateSettler, "settle">;
  readonly stopping: AbortSignal;
}

/**
 * Telegram sends the updates of one chat one after the other, each when the one before is confirmed, and those of
 * different chats at once [tdlib/telegram-bot-api, WebhookActor]. What arrives here is settled in the order of arrival.
 */
export function hearByWebhook(deps: WebhookDeps, { book, settler, stopping }: Bot): WebhookHearing {
  let before: Promise<unknown> = Promise.resolve();
  let isReplayDue = false;
  const settleAll = (received: readonly ReceivedUpdate[]) => {
    for (const one of received) void settler.settle(one);
  };
  void keepTakingOver(deps, stopping, async () => settleAll(await book.takeOver()));

  async function receive(update: Update): Promise<UpdateReceipt> {
    const saving = book.save([update]);
    // Written down side by side, given out in turn.
    before = Promise.allSettled([saving, before]).then(([saved]) => {
      if (saved.status === "fulfilled") settleAll(saved.value);
    });
    try {
      const fresh = await saving;
      deps.faults.reach("update_saved");
      if (isReplayDue) void goOn();
      return fresh.length > 0 ? "accepted" : "repeated";
    } catch (error) {
      // It may be written down all the same, its confirmation lost; sent again, it would be known.
      isReplayDue = true;
      deps.log.error("telegram_update_not_saved", error, { updateId: update.update_id });
      return "unavailable";
    }
  }

  async function goOn(): Promise<void> {
    isReplayDue = false;
    try {
      settleAll(await book.replay());
    } catch (error) {
      isReplayDue = true;
      deps.log.error("telegram_replay_failed", error);
    }
  }

  return {
    async receive(payload) {
      if (stopping.aborted) return "unavailable";
      const update = parseUpdate(payload);
      return update ? receive(update) : "malformed";
    },

    goOn,
  };
}

const UpdateSchema = z.looseObject({ update_id: z.int().min(0) });

/** Only what names it is asked for: whether the rest can be read is seen when it is settled, as with a polled one. */
function parseUpdate(payload: unknown): Update | null {
  return UpdateSchema.safeParse(payload).data ?? null;
}
