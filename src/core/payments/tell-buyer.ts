import type { Catalog } from "../catalog/catalog.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Log } from "../ports/log.js";
import type { Notice, NoticeSender } from "../ports/notice-sender.js";
import type { DueNotice, NoticeSubject } from "../ports/payment-store.js";
import { type ContinueWaiting, canGoOn } from "./continue-waiting.js";

/** `again`: the chat asks us to wait. */
export type TellBuyer = (
  subject: NoticeSubject,
) => Promise<{ readonly kind: "done" } | { readonly kind: "again"; readonly delayMs: number }>;

interface TellBuyerDeps {
  readonly database: Database;
  readonly notices: NoticeSender;
  readonly continueWaiting: ContinueWaiting;
  readonly clock: Clock;
  readonly faults: FaultPoints;
  readonly log: Log;
  readonly catalog: Catalog;
}

/**
 * Tells a buyer what became of the money, then lets waiting requests go on, told or not. A process that dies between
 * the send and its record tells it again: no platform offers a key for that.
 *
 * @throws AppError `chat_unavailable` (retryable), after the waiting requests have gone on.
 */
export function createTellBuyer(deps: TellBuyerDeps): TellBuyer {
  return async function tellBuyer(subject) {
    const due = await deps.database.stores.payments.notices.read(subject);
    if (!due) return { kind: "done" };
    try {
      return due.isTold ? { kind: "done" } : await tell(deps, subject, due);
    } finally {
      if (due.content.kind === "credits_bought") await deps.continueWaiting(due.accountId);
    }
  };
}

async function tell(
  deps: TellBuyerDeps,
  subject: NoticeSubject,
  due: DueNotice,
): ReturnType<TellBuyer> {
  const receipt = due.target
    ? await deps.notices.send({ target: due.target, notice: await toNotice(deps, due) })
    : { kind: "dead" as const, reason: "nobody to answer to" };
  if (receipt.kind === "busy") return { kind: "again", delayMs: receipt.retryAfterMs };
  if (receipt.kind === "dead") {
    const { kind, id } = subject;
    deps.log.warn("buyer_not_told", { kind, id, reason: receipt.reason });
  }
  deps.faults.reach("purchase_notified");
  await deps.database.stores.payments.notices.markTold(subject, deps.clock.now());
  return { kind: "done" };
}

async function toNotice(deps: TellBuyerDeps, { accountId, content }: DueNotice): Promise<Notice> {
  if (content.kind !== "credits_bought") return content;
  const { ledger, pending } = deps.database.stores;
  const { available, isFrozen } = await ledger.readWallet(await ledger.openWallet({ accountId }));
  const waiting = await pending.listWaiting({ accountId, now: deps.clock.now() });
  const continues =
    !isFrozen && canGoOn(waiting, { available, edition: deps.catalog.at(deps.clock.now()) });
  return { ...content, availableCredits: available, continues };
}
