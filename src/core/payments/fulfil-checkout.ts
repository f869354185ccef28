import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { IdSource } from "../ports/id-source.js";
import type { PaymentGateway, RailCheckout } from "../ports/payment-gateway.js";
import type { Checkout, PaymentOutcome } from "../ports/payment-store.js";

export interface Fulfilment {
  readonly outcome: PaymentOutcome;
  /** Ours, when its credits are there. */
  readonly checkoutId?: string;
}

/** @param page As the rail knows it now. */
export type FulfilCheckout = (page: RailCheckout | null) => Promise<Fulfilment>;

interface FulfilCheckoutDeps {
  readonly database: Database;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly faults: FaultPoints;
}

/**
 * Hands over what was paid for, once, however often it is called. The credits are those of our own checkout, and only
 * for the price we had asked. Paid is paid: an expired checkout or a frozen account does not matter, an erased one does.
 */
export function createFulfilCheckout(deps: FulfilCheckoutDeps): FulfilCheckout {
  return async function fulfilCheckout(page) {
    if (!page?.checkoutId) return { outcome: "unknown_checkout" };
    if (!page.isPaid) return { outcome: "unpaid" };
    const { checkoutId } = page;
    const outcome = await deps.database.transaction((stores) =>
      grantOnce(deps, { stores, page, checkoutId }),
    );
    if (outcome === "granted") deps.faults.reach("purchase_fulfilled");
    const isThere = outcome === "granted" || outcome === "already_granted";
    return isThere ? { outcome, checkoutId } : { outcome };
  };
}

async function grantOnce(
  deps: FulfilCheckoutDeps,
  context: { stores: Stores; page: RailCheckout; checkoutId: string },
): Promise<PaymentOutcome> {
  const { stores, page, checkoutId } = context;
  const { checkouts, purchases } = stores.payments;
  const known = await checkouts.read(checkoutId);
  if (!known) return "unknown_checkout";
  await stores.generations.serialise(known.accountId);
  const checkout = (await checkouts.lock(checkoutId)) ?? known;
  const fault = findFault(checkout, page, deps.gateway.rail);
  if (fault) return fault;
  if (checkout.state === "paid") return "already_granted";
  const account = await stores.accounts.read(checkout.accountId);
  if (!account || account.status === "erased") return "account_erased";

  const at = deps.clock.now();
  const railKey = page.key;
  const id = deps.ids.uuid();
  await purchases.insert({
    id,
    checkout,
    railKey,
    paidMinor: checkout.priceMinor,
    paymentRef: page.paymentRef,
    at,
  });
  await checkouts.markPaid({ id: checkoutId, railKey, at });
  await stores.ledger.grant({
    walletId: checkout.walletId,
    kind: "top_up",
    source: "pack",
    sourceKey: `${checkout.rail}:${railKey}`,
    amount: checkout.credits,
    expiresAt: null,
    purchaseId: id,
    isGiftable: true,
  });
  return "granted";
}

function findFault(checkout: Checkout, page: RailCheckout, rail: string): PaymentOutcome | null {
  const isAnother = checkout.railKey !== null && checkout.railKey !== page.key;
  if (checkout.rail !== rail || isAnother) return "unknown_checkout";
  if (page.currency !== checkout.currency) return "wrong_currency";
  if (page.totalMinor !== checkout.priceMinor) return "wrong_price";
  return null;
}
