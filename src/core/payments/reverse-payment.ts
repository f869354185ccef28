import { parseCredits } from "../credits.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { PaymentGateway, RailReversal } from "../ports/payment-gateway.js";
import type { PaymentOutcome, Purchase } from "../ports/payment-store.js";
import type { FulfilCheckout } from "./fulfil-checkout.js";

export interface ReversedPayment {
  readonly outcome: PaymentOutcome;
  /** The rail's keys of all that was ever taken back of this payment. */
  readonly reversalKeys: readonly string[];
  /** Ours, when its credits were handed over only now. */
  readonly checkoutId?: string;
}

export type ReversePayment = (paymentRef: string) => Promise<ReversedPayment>;

interface ReversePaymentDeps {
  readonly database: Database;
  readonly gateway: PaymentGateway;
  readonly fulfilCheckout: FulfilCheckout;
  readonly faults: FaultPoints;
}

/**
 * Takes back what was refunded or lost of a payment: each refund and dispute once, by its own key. News of a refund may
 * overtake that of its payment, so the credits are granted first if they have not been.
 */
export function createReversePayment(deps: ReversePaymentDeps): ReversePayment {
  const { database, gateway } = deps;

  async function findPurchase(paymentRef: string) {
    return database.stores.payments.purchases.findByPayment({ rail: gateway.rail, paymentRef });
  }

  return async function reversePayment(paymentRef) {
    const known = await findPurchase(paymentRef);
    const page = known ? null : await gateway.findCheckoutOf(paymentRef);
    if (!known && !page?.checkoutId) return { outcome: "unknown_payment", reversalKeys: [] };
    const fulfilled = known ? null : await deps.fulfilCheckout(page);
    const purchase = known ?? (await findPurchase(paymentRef));
    if (!purchase) return { outcome: fulfilled?.outcome ?? "unknown_payment", reversalKeys: [] };

    const all = await gateway.listReversals(paymentRef);
    const taken = await takeBackAll(deps, purchase, all);
    const checkoutId = fulfilled?.checkoutId;
    return { ...taken, ...(checkoutId !== undefined && { checkoutId }) };
  };
}

async function takeBackAll(
  deps: ReversePaymentDeps,
  purchase: Purchase,
  all: readonly RailReversal[],
): Promise<ReversedPayment> {
  const settled = all.filter(({ isSettled }) => isSettled);
  if (settled.some(({ currency }) => currency !== purchase.currency)) {
    return { outcome: "wrong_currency", reversalKeys: [] };
  }
  let hasTaken = false;
  while (await deps.database.transaction((stores) => takeBackNext({ stores, purchase, settled }))) {
    hasTaken = true;
    deps.faults.reach("purchase_reversed");
  }
  const recorded = await deps.database.stores.payments.purchases.listReversals(purchase.id);
  const reversalKeys = recorded.map(({ key }) => key);
  if (all.some(({ key, isSettled }) => !isSettled && reversalKeys.includes(key))) {
    return { outcome: "reversal_undone", reversalKeys };
  }
  return { outcome: hasTaken ? "taken_back" : "nothing_due", reversalKeys };
}

/** One reversal in one transaction, for the ledger's call comes last in it; false when none is left. */
async function takeBackNext(input: {
  stores: Stores;
  purchase: Purchase;
  settled: readonly RailReversal[];
}): Promise<boolean> {
  const { stores, purchase, settled } = input;
  const { purchases } = stores.payments;
  await purchases.lock(purchase.id);
  const recorded = await purchases.listReversals(purchase.id);
  const isRecorded = ({ key }: RailReversal) => recorded.some((known) => known.key === key);
  let backMinor = sumMinor(settled.filter(isRecorded));
  const requested = recorded.reduce((sum, known) => sum + known.requested, 0);
  for (const reversal of settled.filter((each) => !isRecorded(each))) {
    backMinor += reversal.amountMinor;
    const due = creditsFor(purchase, backMinor) - requested;
    if (due <= 0) continue;
    const { key: reversalKey, kind } = reversal;
    await stores.ledger.clawback({
      purchaseId: purchase.id,
      rail: purchase.rail,
      reversalKey,
      kind,
      due: parseCredits(due),
    });
    return true;
  }
  return false;
}

/** The credits that so much of the price stands for, rounded up, and never more than were bought. */
export function creditsFor(
  purchase: Pick<Purchase, "credits" | "paidMinor">,
  backMinor: number,
): number {
  const part = Math.min(backMinor, purchase.paidMinor);
  return Math.ceil((purchase.credits * part) / purchase.paidMinor);
}

function sumMinor(reversals: readonly RailReversal[]): number {
  return reversals.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
