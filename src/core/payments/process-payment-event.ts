import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import type { PaymentGateway } from "../ports/payment-gateway.js";
import type {
  NoticeSubject,
  PaymentEvent,
  PaymentEventKey,
  PaymentOutcome,
} from "../ports/payment-store.js";
import type { FulfilCheckout } from "./fulfil-checkout.js";
import type { ReversePayment } from "./reverse-payment.js";

export type ProcessPaymentEvent = (key: PaymentEventKey) => Promise<void>;

interface Settlement {
  readonly outcome: PaymentOutcome;
  readonly notices: readonly NoticeSubject[];
}

interface ProcessPaymentEventDeps {
  readonly database: Database;
  readonly gateway: PaymentGateway;
  readonly fulfilCheckout: FulfilCheckout;
  readonly reversePayment: ReversePayment;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
  /** For counting; must not throw. */
  readonly onSettled?: ((outcome: PaymentOutcome) => void) | undefined;
}

/**
 * Brings the books in line with the rail. An event only says where to look: what is true is asked of the rail, so
 * order and repeats do not matter, nor does dying at any point.
 */
export function createProcessPaymentEvent(deps: ProcessPaymentEventDeps): ProcessPaymentEvent {
  return async function processPaymentEvent(key) {
    const { events } = deps.database.stores.payments;
    const event = await events.readOpen(key);
    if (!event) return;
    const { outcome, notices } = await settle(deps, event);
    for (const subject of notices) await deps.jobs.enqueue({ kind: "payment-notice", subject });
    await events.finish({ ...key, outcome, at: deps.clock.now() });
    const { eventId, type } = event;
    deps.log.info("payment_event_settled", { eventId, type, outcome });
    deps.onSettled?.(outcome);
  };
}

async function settle(deps: ProcessPaymentEventDeps, { news }: PaymentEvent): Promise<Settlement> {
  switch (news.kind) {
    case "checkout_paid": {
      const page = await deps.gateway.readCheckout(news.checkoutKey);
      const { outcome, checkoutId } = await deps.fulfilCheckout(page);
      return { outcome, notices: noticesOf("checkout", checkoutId) };
    }
    case "checkout_failed":
    case "checkout_expired":
      return endCheckout(deps, news.checkoutKey, news.kind === "checkout_failed");
    case "payment_reversed": {
      const { outcome, checkoutId, reversalKeys } = await deps.reversePayment(news.paymentRef);
      const notices = [
        ...noticesOf("checkout", checkoutId),
        ...reversalKeys.flatMap((reversalKey) => noticesOf("reversal", reversalKey)),
      ];
      return { outcome, notices };
    }
    case "other":
      return { outcome: "ignored", notices: [] };
  }
}

/** Its end may be old news: a page that has been paid meanwhile is fulfilled instead. */
async function endCheckout(
  deps: ProcessPaymentEventDeps,
  railKey: string,
  hasFailed: boolean,
): Promise<Settlement> {
  const page = await deps.gateway.readCheckout(railKey);
  if (page?.isPaid) {
    const { outcome, checkoutId } = await deps.fulfilCheckout(page);
    return { outcome, notices: noticesOf("checkout", checkoutId) };
  }
  const { checkouts } = deps.database.stores.payments;
  if (page?.checkoutId) await checkouts.recordOpened({ id: page.checkoutId, railKey });
  const { rail } = deps.gateway;
  await checkouts.markExpired({ rail, railKey, at: deps.clock.now(), hasFailed });
  const outcome = hasFailed ? "payment_failed" : "expired";
  return { outcome, notices: hasFailed ? noticesOf("checkout", page?.checkoutId) : [] };
}

function noticesOf(
  kind: NoticeSubject["kind"],
  id: string | null | undefined,
): readonly NoticeSubject[] {
  return id ? [{ kind, id }] : [];
}
