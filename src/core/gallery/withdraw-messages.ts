import type { ReportGeneration } from "../generation/report-generation.js";
import type { GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Log } from "../ports/log.js";
import type { ReplySender } from "../ports/reply-sender.js";

/** Longer than any outage of a chat that is worth waiting for, and as long as Telegram lets a bot remove messages. */
const GIVE_UP_MS = 48 * 60 * 60_000;

export type WithdrawMessages = (generationId: GenerationId) => Promise<void>;

/** Takes deleted pictures out of the chats that were shown them, as far as the platforms allow. Safe to repeat. */
export function createWithdrawMessages(deps: {
  database: Database;
  clock: Clock;
  faults: FaultPoints;
  log: Log;
  sender: ReplySender;
  report: ReportGeneration;
}): WithdrawMessages {
  const { deliveries } = deps.database.stores;

  return async function withdrawMessages(generationId) {
    const notedAt = await deliveries.findWithdrawal(generationId);
    const delivery = notedAt && (await deliveries.findByGeneration(generationId));
    const report = delivery && (await deps.report(generationId));
    if (!report) return;
    const messages = await deliveries.listMessages(generationId);
    const isTooLate = deps.clock.now().getTime() - notedAt.getTime() > GIVE_UP_MS;
    if (isTooLate) deps.log.warn("messages_not_withdrawn", { generationId });
    else await deps.sender.withdraw({ target: delivery.target, messages, report });
    deps.faults.reach("messages_withdrawn");
    await deliveries.markWithdrawn(generationId, notedAt);
  };
}
