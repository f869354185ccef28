import { AppError } from "../errors.js";
import type { DeliveryId } from "../ids.js";
import { type Delivery, RUNGS, type Rung } from "../ports/delivery-store.js";
import type { GenerationReport, ReplySender, SendReceipt } from "../ports/reply-sender.js";
import { type PurgeDeps, purgeUnkept } from "./purge-generation.js";
import { recordDelivery } from "./record-delivery.js";
import type { ReportGeneration } from "./report-generation.js";
import { SEND_LEASE_MS } from "./show-progress.js";

const BUSY_LEASE_RETRY_MS = 250;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/** `again`: the caller runs it once more after the delay. */
export type DeliveryOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly delayMs: number };
export type DeliverResult = (deliveryId: DeliveryId) => Promise<DeliveryOutcome>;

const DONE: DeliveryOutcome = { kind: "done" };

interface DeliverDeps extends PurgeDeps {
  readonly sender: ReplySender;
  readonly report: ReportGeneration;
}

/**
 * Tells the end of a generation: replaces the message shown so far, or else writes to the chat, or else to the asker
 * alone; what reaches nobody is kept and offered at the next contact. Decides about money only where nothing is kept:
 * that is paid for here, and then it goes. Safe to repeat.
 */
export function createDeliverResult(deps: DeliverDeps): DeliverResult {
  const { deliveries } = deps.database.stores;

  async function deliverUnderLease(delivery: Delivery): Promise<DeliveryOutcome> {
    const report = await deps.report(delivery.generationId);
    if (!report) return DONE;
    try {
      return await climbDown(deps, delivery, report);
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      deps.log.warn("delivery_postponed", { ...toSubject(delivery), code: error.code });
      return postpone(deps, delivery, retryDelayMs(delivery.tries));
    }
  }

  /** Somebody else is sending it just now, or it has been told. */
  async function whenNotOurs(id: DeliveryId): Promise<DeliveryOutcome> {
    const delivery = await deliveries.read(id);
    return delivery?.state === "ready" ? { kind: "again", delayMs: BUSY_LEASE_RETRY_MS } : DONE;
  }

  return async function deliverResult(deliveryId) {
    const now = deps.clock.now();
    const until = new Date(now.getTime() + SEND_LEASE_MS);
    const delivery = await deliveries.takeLease({ id: deliveryId, state: "ready", now, until });
    if (!delivery) return whenNotOurs(deliveryId);
    try {
      return await deliverUnderLease(delivery);
    } catch (error) {
      await deliveries.releaseLease(deliveryId);
      throw error;
    }
  };
}

async function climbDown(
  deps: DeliverDeps,
  delivery: Delivery,
  report: GenerationReport,
): Promise<DeliveryOutcome> {
  const { deliveries } = deps.database.stores;
  for (const rung of openRungs(delivery)) {
    if (rung === "gallery") break;
    if (rung !== delivery.rung) {
      await deliveries.moveToRung({ id: delivery.id, rung });
      deps.faults.reach("rung_moved");
    }
    const receipt = await send(deps, delivery, { rung, report });
    if (receipt.kind === "busy") return postpone(deps, delivery, receipt.retryAfterMs);
    if (receipt.kind === "dead") {
      deps.log.warn("delivery_rung_dead", {
        ...toSubject(delivery),
        rung,
        reason: receipt.reason,
      });
      continue;
    }
    deps.faults.reach("result_sent");
    const at = deps.clock.now();
    const { retention } = report;
    await recordDelivery(deps, { retention, delivery, rung, messages: receipt.messages, at });
    deps.faults.reach("result_recorded");
    if (retention === "none") await purgeUnkept(deps);
    return DONE;
  }
  await deliveries.markStranded({ id: delivery.id, at: deps.clock.now() });
  deps.faults.reach("delivery_stranded");
  return DONE;
}

function send(
  deps: DeliverDeps,
  delivery: Delivery,
  input: { rung: Exclude<Rung, "gallery">; report: GenerationReport },
): Promise<SendReceipt> {
  const { id: deliveryId, target, messageId } = delivery;
  return deps.sender.send({ deliveryId, target, messageId, ...input });
}

/** The rungs still to try. Nothing meant for one person alone is ever written to a chat. */
function openRungs(delivery: Delivery): readonly Rung[] {
  const { visibility, isUserInstall } = delivery.target;
  const mayUseChannel = visibility === "everyone" && !isUserInstall;
  return RUNGS.slice(RUNGS.indexOf(delivery.rung)).filter(
    (rung) => rung !== "channel" || mayUseChannel,
  );
}

async function postpone(
  deps: DeliverDeps,
  delivery: Delivery,
  delayMs: number,
): Promise<DeliveryOutcome> {
  const at = new Date(deps.clock.now().getTime() + delayMs);
  await deps.database.stores.deliveries.retryAt({ id: delivery.id, at });
  deps.faults.reach("delivery_postponed");
  return { kind: "again", delayMs };
}

function toSubject({ id: deliveryId, generationId }: Delivery) {
  return { generationId, deliveryId };
}

function retryDelayMs(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 20));
}
