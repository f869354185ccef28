import { createStripeClient } from "./adapters/stripe/stripe-client.js";
import { createReadStripeEvent } from "./adapters/stripe/stripe-events.js";
import { createStripeGateway } from "./adapters/stripe/stripe-gateway.js";
import type { Catalog } from "./core/catalog/catalog.js";
import type { RequestGeneration } from "./core/generation/request-generation.js";
import type { ShowProgress } from "./core/generation/show-progress.js";
import { type AwaitPayment, createAwaitPayment } from "./core/payments/await-payment.js";
import { createContinueWaiting } from "./core/payments/continue-waiting.js";
import { createFulfilCheckout } from "./core/payments/fulfil-checkout.js";
import { createListPacks, type ListPacks } from "./core/payments/list-packs.js";
import { createProcessPaymentEvent } from "./core/payments/process-payment-event.js";
import { createReceivePaymentEvent } from "./core/payments/receive-payment-event.js";
import { createReversePayment } from "./core/payments/reverse-payment.js";
import { createStartCheckout, type StartCheckout } from "./core/payments/start-checkout.js";
import { createSweepPayments, type SweepPayments } from "./core/payments/sweep-payments.js";
import { createTellBuyer } from "./core/payments/tell-buyer.js";
import type { Clock } from "./core/ports/clock.js";
import type { Database } from "./core/ports/database.js";
import type { FaultPoints } from "./core/ports/fault-points.js";
import type { IdSource } from "./core/ports/id-source.js";
import type { JobQueue } from "./core/ports/job-queue.js";
import type { Log } from "./core/ports/log.js";
import type { NoticeSender } from "./core/ports/notice-sender.js";
import type { PaymentGateway } from "./core/ports/payment-gateway.js";
import type { PaymentOutcome } from "./core/ports/payment-store.js";
import { createReadMaintenance } from "./core/running/maintenance.js";
import type { JobRegistration } from "./jobs/job-definition.js";
import { registerPaymentEvent } from "./jobs/payment-event-job.js";
import { registerPaymentNotice } from "./jobs/payment-notice-job.js";
import { registerPaymentSweep } from "./jobs/payment-sweep-job.js";
import type { Config } from "./settings/config.js";
import { payPages } from "./web/pay-pages.js";
import type { RoutePart } from "./web/routes.js";
import { type StripeWebhookOutcome, stripeWebhook } from "./web/stripe-webhook.js";

interface PaymentPieces {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly catalog: Catalog;
}

/** What the bots may ask about paying. */
export interface PaymentUseCases {
  readonly listPacks: ListPacks;
  readonly startCheckout: StartCheckout;
  readonly awaitPayment: AwaitPayment;
}

/** Called for every webhook and every settled event, to be counted; neither may throw. */
export interface PaymentCounters {
  readonly onWebhook?: (outcome: StripeWebhookOutcome) => void;
  readonly onSettled?: (outcome: PaymentOutcome) => void;
}

/** Null when payments are off: without the webhook's secret nobody could tell us of them. */
export function createPaymentGateway(
  config: Pick<Config, "stripe" | "publicUrl">,
): PaymentGateway | null {
  if (!config.stripe?.webhookSecret) return null;
  const stripe = createStripeClient(config.stripe);
  return createStripeGateway({ stripe, publicUrl: config.publicUrl });
}

export function composePaymentUseCases(
  config: Pick<Config, "stripe" | "publicUrl" | "telegramPayments">,
  pieces: PaymentPieces,
): PaymentUseCases {
  const gateway = createPaymentGateway(config);
  const isOn = gateway !== null;
  const listPacks = createListPacks({
    isOpen: { discord: isOn, telegram: isOn && config.telegramPayments === "stripe" },
  });
  return {
    listPacks,
    startCheckout: createStartCheckout({
      ...{ ...pieces, gateway, listPacks },
      readMaintenance: createReadMaintenance({
        ...pieces,
        switches: pieces.database.stores.switches,
      }),
    }),
    awaitPayment: createAwaitPayment(pieces),
  };
}

/** The work of payments that runs in jobs; none when payments are off. */
export function composePaymentJobs(
  config: Pick<Config, "stripe" | "publicUrl">,
  pieces: PaymentPieces & { notices: NoticeSender },
  deps: { requestGeneration: RequestGeneration; showProgress: ShowProgress } & PaymentCounters,
): readonly JobRegistration[] {
  const gateway = createPaymentGateway(config);
  if (!gateway) return [];
  const fulfilCheckout = createFulfilCheckout({ ...pieces, gateway });
  const reversePayment = createReversePayment({ ...pieces, gateway, fulfilCheckout });
  const continueWaiting = createContinueWaiting({ ...pieces, ...deps });
  return [
    registerPaymentEvent(
      createProcessPaymentEvent({
        ...pieces,
        gateway,
        fulfilCheckout,
        reversePayment,
        onSettled: deps.onSettled,
      }),
    ),
    registerPaymentNotice(createTellBuyer({ ...pieces, continueWaiting })),
    registerPaymentSweep(composeSweepPayments(pieces)),
  ];
}

/** Also what a starting process does first for payments. */
export function composeSweepPayments(pieces: PaymentPieces): SweepPayments {
  return createSweepPayments(pieces);
}

/** The paths of payments. Without a secret there is no webhook: nothing unsigned is ever believed. */
export function composePaymentRoutes(
  config: Pick<Config, "stripe">,
  pieces: PaymentPieces,
  counters: PaymentCounters = {},
): readonly RoutePart[] {
  const webhookSecret = config.stripe?.webhookSecret;
  if (!webhookSecret) return [];
  const { onWebhook } = counters;
  const readEvent = createReadStripeEvent({ webhookSecret });
  const receive = createReceivePaymentEvent(pieces);
  return [payPages, stripeWebhook({ readEvent, receive, onWebhook })];
}
