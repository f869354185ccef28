import type { DeliveryId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import { type Delivery, FIRST_SEND } from "../ports/delivery-store.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { GenerationReport, ReplySender, SendReceipt } from "../ports/reply-sender.js";
import type { ReportGeneration } from "./report-generation.js";

/** Platforms tolerate about one edit per 3 s in a private chat and 20 messages a minute in a group. */
const EDIT_PAUSE_MS = 3_000;
const GROUP_EDIT_PAUSE_MS = 10_000;
/** Longer than a send takes; a sender that died in between is overruled after it. */
export const SEND_LEASE_MS = 8_000;

/** `first`: what the requester, who holds the lease since the request, shows before anything else. */
export type ShowProgress = (id: DeliveryId, first?: GenerationReport | null) => Promise<void>;

/**
 * Shows how work stands, no more often than the platform likes: the first message and the start of work at once,
 * anything else after a pause. Best effort: what is not shown now is overtaken by the next state.
 */
export function createShowProgress(deps: {
  database: Database;
  clock: Clock;
  faults: FaultPoints;
  sender: ReplySender;
  report: ReportGeneration;
}): ShowProgress {
  const { deliveries } = deps.database.stores;

  function send(delivery: Delivery, report: GenerationReport): Promise<SendReceipt> {
    const { id: deliveryId, target, messageId } = delivery;
    return deps.sender.send({ deliveryId, target, messageId, rung: "edit", report });
  }

  async function sendFirst(delivery: Delivery, report: GenerationReport): Promise<SendReceipt> {
    const { id } = delivery;
    await deliveries.noteFirstSend({ id, shown: FIRST_SEND });
    deps.faults.reach("progress_begun");
    let receipt: SendReceipt | undefined;
    try {
      receipt = await send(delivery, report);
      return receipt;
    } finally {
      if (receipt?.kind !== "sent") await deliveries.noteFirstSend({ id, shown: null });
    }
  }

  /** True when it was shown; what records that gives the lease back, too. */
  async function sendUnderLease(delivery: Delivery, report: GenerationReport): Promise<boolean> {
    const isFirst = delivery.messageId === null;
    const receipt = await (isFirst ? sendFirst : send)(delivery, report);
    if (receipt.kind !== "sent") return false;
    deps.faults.reach("progress_sent");
    const at = deps.clock.now();
    const digest = toDigest(report);
    await deliveries.recordShown({
      id: delivery.id,
      messageId: receipt.messages[0].messageId,
      digest,
      at,
    });
    deps.faults.reach("progress_recorded");
    return true;
  }

  async function showUnderLease(delivery: Delivery, report: GenerationReport): Promise<void> {
    let isShown = false;
    try {
      if (delivery.state === "progress") isShown = await sendUnderLease(delivery, report);
    } finally {
      if (!isShown) await deliveries.releaseLease(delivery.id);
    }
  }

  return async function showProgress(id, first) {
    const known = await deliveries.read(id);
    if (known && first) return showUnderLease(known, first);
    if (known?.state !== "progress") return;
    const report = await deps.report(known.generationId);
    const now = deps.clock.now();
    if (!report || !isWorthShowing(known, report, now)) return;
    const until = new Date(now.getTime() + SEND_LEASE_MS);
    const delivery = await deliveries.takeLease({ id, state: "progress", now, until });
    if (delivery) await showUnderLease(delivery, report);
  };
}

function isWorthShowing(delivery: Delivery, report: GenerationReport, now: Date): boolean {
  const { kind } = report.phase;
  if (kind !== "waiting" && kind !== "running") return false;
  // Whoever sent it is still at it, or died: a second one would stand beside it for ever, so the result comes next.
  if (delivery.shown === FIRST_SEND) return false;
  if (!delivery.shown || !delivery.shownAt) return true;
  if (delivery.shown === toDigest(report)) return false;
  if (kind === "running" && delivery.shown.startsWith("waiting")) return true;
  const pauseMs = delivery.target.isGroup ? GROUP_EDIT_PAUSE_MS : EDIT_PAUSE_MS;
  return now.getTime() - delivery.shownAt.getTime() >= pauseMs;
}

/** Changes whenever there is something new to tell. */
function toDigest({ phase }: GenerationReport): string {
  switch (phase.kind) {
    case "waiting":
      return `waiting:${phase.place}`;
    case "running":
      return `running:${Math.floor(phase.elapsedSeconds)}`;
    default:
      return phase.kind;
  }
}
