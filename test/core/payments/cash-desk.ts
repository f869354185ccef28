import { randomUUID } from "node:crypto";
import {
  composePaymentJobs,
  composePaymentRoutes,
  composePaymentUseCases,
  type PaymentUseCases,
} from "../../../src/compose-payments.js";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import type { AccountId, GenerationId, WalletId } from "../../../src/core/ids.js";
import type { StartedCheckout } from "../../../src/core/payments/start-checkout.js";
import type { FaultPoint } from "../../../src/core/ports/fault-points.js";
import type { JobRequest } from "../../../src/core/ports/job-queue.js";
import type { Notice, NoticeReceipt } from "../../../src/core/ports/notice-sender.js";
import type { PaymentOutcome } from "../../../src/core/ports/payment-store.js";
import { type HttpListener, startHttpListener } from "../../../src/sandbox/http-listener.js";
import type { StripeControl } from "../../../src/sandbox/stripe-api/control-types.js";
import { createStripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";
import { createRoutes } from "../../../src/web/routes.js";
import type { DatabaseKind } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

/** The core with payments, the local Stripe and its webhook over real sockets; the test hands out the jobs. */
export interface CashDesk {
  readonly workshop: Workshop;
  readonly useCases: PaymentUseCases;
  readonly stripe: StripeControl;
  /** What buyers were told, oldest first. */
  readonly told: { target: ReplyTarget; notice: Notice }[];
  /** Answers of the chat instead of the usual one, in order; an error is thrown. */
  readonly receipts: (NoticeReceipt | Error)[];
  readonly outcomes: PaymentOutcome[];
  /** Dies at the next visit of each of these. */
  readonly deaths: FaultPoint[];
  aBuyer(): Promise<Buyer>;
  /** What the clock does every 15 s, with everything unfinished made overdue. */
  sweep(): Promise<void>;
  /** What happened so far does not matter to the next test. */
  forget(): void;
  /** Waits for the webhooks and does all jobs there are, those of pictures too. */
  settle(): Promise<void>;
  runJob(job: JobRequest): Promise<void>;
  close(): Promise<void>;
}

export interface Buyer {
  readonly accountId: AccountId;
  readonly walletId: WalletId;
  readonly target: ReplyTarget;
  checkout(packId?: string): Promise<StartedCheckout & { sessionId: string }>;
  /** Opens a checkout and pays it; the credits come with `settle`. */
  buy(packId?: string): Promise<{ sessionId: string; paymentIntentId: string }>;
  spend(credits: number): Promise<void>;
  /** What became of it: `spent`, or the refusal's kind. */
  trySpending(credits: number): Promise<string>;
  purchases(): Promise<number>;
  figures(): Promise<{ balance: number; available: number; held: number; debt: number }>;
}

/** Thrown where a process would have died. */
export class Death extends Error {}

export async function openCashDesk(
  kind: DatabaseKind,
  options: { trialCredits?: number } = {},
): Promise<CashDesk> {
  const api = createStripeApi({ webhookRetryMs: 50 });
  const { apiUrl } = await api.listen();
  const workshop = await openWorkshop(kind, {
    STRIPE_SECRET_KEY: api.secretKey,
    STRIPE_WEBHOOK_SECRET: api.webhookSecret,
    STRIPE_API_URL: apiUrl,
    TELEGRAM_PAYMENTS: "stripe",
    TRIAL_CREDITS: String(options.trialCredits ?? 0),
  });
  const desk = createDesk(workshop, api.control);
  const web = await serve(desk.routes, workshop);
  api.control.setWebhook({ url: `${web.origin}/webhooks/stripe` });
  return {
    ...desk,
    async close() {
      await web.close();
      await api.close();
      await workshop.close();
    },
  };
}

function serve(parts: ReturnType<typeof composePaymentRoutes>, workshop: Workshop) {
  const routes = createRoutes({ log: workshop.pieces.log, checks: {}, parts });
  return startHttpListener({ fetch: (request) => routes.fetch(request) }) as Promise<HttpListener>;
}

function createDesk(workshop: Workshop, stripe: StripeControl) {
  const told: CashDesk["told"] = [];
  const receipts: CashDesk["receipts"] = [];
  const outcomes: PaymentOutcome[] = [];
  const deaths: FaultPoint[] = [];
  const faults = {
    reach(point: FaultPoint) {
      if (deaths[0] !== point) return;
      deaths.shift();
      throw new Death(point);
    },
  };
  const notices = {
    async send(input: { target: ReplyTarget; notice: Notice }): Promise<NoticeReceipt> {
      const receipt = receipts.shift() ?? { kind: "sent" };
      if (receipt instanceof Error) throw receipt;
      if (receipt.kind === "sent") told.push(input);
      return receipt;
    },
  };
  const pieces = { ...workshop.pieces, notices, faults };
  const useCases = composePaymentUseCases(workshop.config, pieces);
  const { requestGeneration, showProgress } = workshop.useCases;
  const registrations = composePaymentJobs(workshop.config, pieces, {
    requestGeneration,
    showProgress,
    onSettled: (outcome) => outcomes.push(outcome),
  });

  async function runJob(job: JobRequest): Promise<void> {
    const { kind, ...payload } = job;
    await runNamed(kind, payload);
  }

  async function runNamed(kind: string, payload: unknown): Promise<void> {
    const prepared = registrations.find(({ name }) => name === kind)?.prepare(payload);
    if (!prepared?.ok) throw new Error(`no job ${kind}`);
    await prepared.run({ signal: new AbortController().signal, attempt: 1 });
  }

  async function settle(): Promise<void> {
    await stripe.waitUntilDelivered();
    const { queued } = workshop;
    while (queued.length > 0) {
      const mine = queued.splice(0).filter((job) => {
        if (job.kind.startsWith("payment-")) return true;
        queued.push(job);
        return false;
      });
      for (const job of mine) await runJob(job);
      if (!queued.some(({ kind }) => kind.startsWith("payment-"))) await workshop.drain();
    }
  }

  return {
    workshop,
    useCases,
    stripe,
    told,
    receipts,
    outcomes,
    deaths,
    runJob,
    settle,
    async sweep() {
      const createdAt = new Date(Date.now() - 60_000);
      const { paymentEvent } = workshop.database.prisma;
      await paymentEvent.updateMany({ where: { processedAt: null }, data: { createdAt } });
      await runNamed("payment-sweep", {});
    },
    forget() {
      stripe.reset();
      for (const list of [told, receipts, outcomes, deaths, workshop.queued]) list.length = 0;
    },
    routes: composePaymentRoutes(workshop.config, { ...workshop.pieces, faults }),
    aBuyer: () => aBuyer({ workshop, useCases, stripe }),
  };
}

async function aBuyer({
  workshop,
  useCases,
  stripe,
}: Pick<CashDesk, "workshop" | "useCases" | "stripe">): Promise<Buyer> {
  const { accountId, target } = await workshop.aPerson();
  const { ledger } = workshop.pieces.database.stores;
  const walletId = await ledger.openWallet({ accountId });
  let presses = 0;

  async function checkout(packId = "small") {
    presses += 1;
    const requestKey = `press:${accountId}:${presses}`;
    const started = await useCases.startCheckout({
      requestKey,
      accountId,
      packId,
      target,
    });
    if (!started.ok) throw new Error(`refused: ${started.refusal.kind}`);
    return { ...started.value, sessionId: toSessionId(started.value.url) };
  }

  async function trySpending(credits: number): Promise<string> {
    const held = await ledger.hold({
      walletId,
      spenderAccountId: accountId,
      communityId: null,
      generationId: randomUUID() as GenerationId,
      amount: parseCredits(credits),
      idempotencyKey: randomUUID(),
      expiresAt: new Date(Date.now() + 60_000),
    });
    if (!held.ok) return held.refusal.kind;
    await ledger.capture({ holdId: held.value.holdId, amount: parseCredits(credits) });
    return "spent";
  }

  return {
    accountId,
    walletId,
    target,
    checkout,
    trySpending,
    async spend(credits) {
      const outcome = await trySpending(credits);
      if (outcome !== "spent") throw new Error(outcome);
    },
    async buy(packId) {
      const { sessionId } = await checkout(packId);
      stripe.pay(sessionId);
      return { sessionId, paymentIntentId: String(stripe.session(sessionId)?.payment_intent) };
    },
    purchases: () =>
      workshop.database.prisma.purchase.count({ where: { payerAccountId: accountId } }),
    async figures() {
      const { balance, available, held, debt } = await ledger.readWallet(walletId);
      return { balance, available, held, debt };
    },
  };
}

export function toSessionId(url: string): string {
  return /cs_\w+/.exec(url)?.[0] ?? "";
}
