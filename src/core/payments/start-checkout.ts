import type { ReplyTarget } from "../chat/reply-target.js";
import { AppError } from "../errors.js";
import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { IdSource } from "../ports/id-source.js";
import type { Log } from "../ports/log.js";
import type { PaymentGateway } from "../ports/payment-gateway.js";
import type { Checkout } from "../ports/payment-store.js";
import type { MaintenanceNotice } from "../ports/service-switches.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { ReadMaintenance } from "../running/maintenance.js";
import { transact } from "../transact.js";
import type { ListPacks } from "./list-packs.js";
import { type Pack, PRICE_VERSION } from "./packs.js";

/** Two presses of one pack by one person within this time are one. */
const DOUBLE_CLICK_MS = 2_000;
const HOUR_MS = 60 * 60_000;
const MAX_OPEN_PER_HOUR = 10;
/** Stripe wants 30 minutes from the moment the page is made; the rest is for making it late. */
const LIFETIME_MS = 35 * 60_000;
const OPEN_WITHIN_MS = 4 * 60_000;

export interface StartedCheckout {
  /** The rail's payment page, for the buyer alone. */
  readonly url: string;
  readonly pack: Pack;
  readonly expiresAt: Date;
}

export interface CheckoutInput {
  /** The platform's own id of the press. */
  readonly requestKey: string;
  readonly accountId: AccountId;
  /** Comes from the client. */
  readonly packId: string;
  readonly target: ReplyTarget;
}

export type StartCheckout = (input: CheckoutInput) => Promise<Result<StartedCheckout>>;

interface StartCheckoutDeps {
  readonly database: Database;
  /** Null when payments are off. */
  readonly gateway: PaymentGateway | null;
  readonly listPacks: ListPacks;
  readonly readMaintenance: ReadMaintenance;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly faults: FaultPoints;
  readonly log: Log;
}

/**
 * Opens a payment page for a pack. The same `requestKey` and a double click give the same page. Whoever is in debt may
 * buy, for that is how it is settled; a frozen account or wallet may not.
 */
export function createStartCheckout(deps: StartCheckoutDeps): StartCheckout {
  return async function startCheckout(input) {
    const { gateway } = deps;
    const packs = deps.listPacks(input.target.platform);
    if (!gateway || packs.length === 0) return refuse({ kind: "payments_off" });
    const pack = packs.find(({ id }) => id === input.packId);
    if (!pack) return refuse({ kind: "unknown_pack" });

    const maintenance = await deps.readMaintenance();
    const recorded = await transact(deps.database, (stores) =>
      record(deps, { stores, gateway, input, pack, maintenance }),
    );
    if (!recorded.ok) return recorded;
    deps.faults.reach("checkout_recorded");

    const url = await openPage(deps, gateway, recorded.value);
    if (!url.ok) return url;
    return ok({ url: url.value, pack, expiresAt: recorded.value.expiresAt });
  };
}

async function record(
  deps: StartCheckoutDeps,
  context: {
    stores: Stores;
    gateway: PaymentGateway;
    input: CheckoutInput;
    pack: Pack;
    maintenance: MaintenanceNotice | null;
  },
): Promise<Result<Checkout>> {
  const { stores, gateway, input, pack, maintenance } = context;
  const { requestKey, accountId, target } = input;
  const { checkouts } = stores.payments;
  await stores.generations.serialise(accountId);
  const at = deps.clock.now();
  const before = (ms: number) => new Date(at.getTime() - ms);
  const account = await stores.accounts.read(accountId);
  if (account?.status !== "active") return refuse({ kind: "account_frozen" });
  const { walletId } = account;
  if ((await stores.ledger.readWallet(walletId)).isFrozen) return refuse({ kind: "wallet_frozen" });
  const known =
    (await checkouts.findByRequestKey(requestKey)) ??
    (await checkouts.findRecent({ accountId, packId: pack.id, since: before(DOUBLE_CLICK_MS) }));
  if (known) return known.accountId === accountId ? ok(known) : refuse({ kind: "not_yours" });
  if (maintenance) return refuse({ kind: "maintenance", notice: maintenance.text });

  const open = await checkouts.countOpen({ accountId, since: before(HOUR_MS) });
  if (open >= MAX_OPEN_PER_HOUR) {
    return refuse({ kind: "too_many_requests", retryAfterSeconds: HOUR_MS / 1_000 });
  }

  const checkout = {
    id: deps.ids.uuid(),
    rail: gateway.rail,
    accountId,
    walletId,
    packId: pack.id,
    priceVersion: PRICE_VERSION,
    priceMinor: pack.priceMinor,
    currency: pack.currency,
    credits: pack.credits,
    target,
    createdAt: at,
    expiresAt: new Date(at.getTime() + LIFETIME_MS),
  };
  await checkouts.insert({ ...checkout, requestKey });
  return ok({ ...checkout, railKey: null, state: "open" });
}

/** The rail answers a repeat with the page it has made already, so a crash in between opens no second one. */
async function openPage(
  deps: StartCheckoutDeps,
  gateway: PaymentGateway,
  checkout: Checkout,
): Promise<Result<string>> {
  if (checkout.state !== "open") return refuse({ kind: "already_ended" });
  const { id, railKey, createdAt, target } = checkout;
  try {
    if (railKey !== null) {
      const page = await gateway.readCheckout(railKey);
      return page?.url ? ok(page.url) : refuse({ kind: "already_ended" });
    }
    if (deps.clock.now().getTime() - createdAt.getTime() > OPEN_WITHIN_MS) {
      return refuse({ kind: "already_ended" });
    }
    const language = target?.language ?? "en";
    const page = await gateway.openCheckout({ ...checkout, checkoutId: id, language });
    deps.faults.reach("checkout_opened");
    await deps.database.stores.payments.checkouts.recordOpened({ id, railKey: page.key });
    return ok(page.url);
  } catch (error) {
    if (!isOfRail(error)) throw error;
    deps.log.error("checkout_not_opened", error, { checkoutId: id });
    return refuse({ kind: "payments_unavailable" });
  }
}

function isOfRail(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === "payment_unavailable" || error.code === "payment_rejected")
  );
}
