import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCredits } from "../../../src/core/credits.js";
import { PACKS } from "../../../src/core/payments/packs.js";
import { creditsFor } from "../../../src/core/payments/reverse-payment.js";
import type { PaymentNews } from "../../../src/core/ports/payment-store.js";
import { databaseKinds } from "../../fixtures/database.js";
import { type Buyer, type CashDesk, openCashDesk } from "./cash-desk.js";

// People buy, spend, get refunds and win disputes; we hear of it late, twice, out of order and in several jobs at
// once. Whatever the order, the books must say in the end what Stripe's say.
const RUNS = 10;
const STEPS = 16;

const pick = fc.nat({ max: 1_000 });
const stepArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant("buy" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("refund" as const), pick, share: pick }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("lose_dispute" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("spend" as const), share: pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("hear" as const),
      picks: fc.array(pick, { minLength: 1, maxLength: 6 }),
    }),
  },
);
type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never;

interface Payment {
  readonly credits: number;
  readonly paidMinor: number;
  readonly paymentIntentId: string;
  backMinor: number;
}

describe.each(databaseKinds())("payments in any order on %s", (kind) => {
  let desk: CashDesk;
  beforeAll(async () => {
    desk = await openCashDesk(kind);
    desk.stripe.setWebhook(null);
  });
  afterAll(() => desk.close());

  it("grants once, takes back once, owes what was spent", { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 4, maxLength: STEPS }), play),
      { numRuns: RUNS },
    );
  });

  async function play(steps: readonly Step[]): Promise<void> {
    desk.forget();
    const story = aStory(desk, await desk.aBuyer());
    for (const step of steps) await story.play(step);
    await story.hearAll();
    await story.hearAll();
    await story.expectTruth();
  }
});

function aStory(desk: CashDesk, buyer: Buyer) {
  const payments: Payment[] = [];
  const news: PaymentNews[] = [];
  let spent = 0;

  async function hear(all: readonly PaymentNews[]): Promise<void> {
    const { events } = desk.workshop.pieces.database.stores.payments;
    const jobs = await Promise.all(
      all.map(async (each) => {
        const key = { rail: "stripe", eventId: `evt_${randomUUID()}` } as const;
        await events.save({ ...key, type: "test", news: each, facts: {} }, new Date());
        return { kind: "payment-event", ...key } as const;
      }),
    );
    // Each job twice, all at once.
    await Promise.all([...jobs, ...jobs].map((job) => desk.runJob(job)));
  }

  async function spend(share: number): Promise<void> {
    const { available, debt } = await buyer.figures();
    const credits = 1 + Math.floor((available * share) / 900);
    const outcome = await buyer.trySpending(credits);
    if (debt > 0) expect(outcome).toBe("wallet_in_debt");
    else expect(outcome).toBe(credits > available ? "insufficient_credits" : "spent");
    if (outcome === "spent") spent += credits;
  }

  async function goBack(index: number, minor: (left: number) => number): Promise<void> {
    const payment = payments[index % payments.length];
    if (!payment || payment.backMinor === payment.paidMinor) return;
    const { paymentIntentId } = payment;
    const amountMinor = Math.max(1, minor(payment.paidMinor - payment.backMinor));
    desk.stripe.refund({ paymentIntentId, amountMinor });
    payment.backMinor += amountMinor;
    news.push({ kind: "payment_reversed", paymentRef: paymentIntentId });
  }

  return {
    async play(step: Step): Promise<void> {
      switch (step.op) {
        case "buy": {
          const pack = PACKS[step.pick % PACKS.length]!;
          const { sessionId, paymentIntentId } = await buyer.buy(pack.id);
          const { credits, priceMinor: paidMinor } = pack;
          payments.push({ credits, paidMinor, paymentIntentId, backMinor: 0 });
          news.push({ kind: "checkout_paid", checkoutKey: sessionId });
          await makeOlder(desk);
          return;
        }
        case "refund":
          return goBack(step.pick, (left) => Math.ceil((left * step.share) / 1_000));
        case "lose_dispute": {
          const payment = payments[step.pick % payments.length];
          if (!payment || payment.backMinor > 0) return;
          const { paymentIntentId } = payment;
          const dispute = desk.stripe.openDispute({ paymentIntentId });
          news.push({ kind: "payment_reversed", paymentRef: paymentIntentId });
          desk.stripe.closeDispute({ disputeId: dispute.id, outcome: "lost" });
          payment.backMinor = payment.paidMinor;
          return;
        }
        case "spend":
          return spend(step.share);
        case "hear":
          if (news.length > 0) await hear(step.picks.map((each) => news[each % news.length]!));
      }
    },

    hearAll: () => hear(news.toReversed()),

    async expectTruth(): Promise<void> {
      const granted = payments.reduce((sum, { credits }) => sum + credits, 0);
      const due = payments.reduce(
        (sum, payment) =>
          sum +
          creditsFor({ ...payment, credits: parseCredits(payment.credits) }, payment.backMinor),
        0,
      );
      const { balance, debt } = await buyer.figures();
      expect(await buyer.purchases()).toBe(payments.length);
      expect(balance - debt).toBe(granted - due - spent);
      expect(await desk.workshop.pieces.database.stores.ledger.findDifferences()).toEqual([]);

      const { credits } = PACKS[2]!;
      const { sessionId } = await buyer.buy("large");
      await hear([{ kind: "checkout_paid", checkoutKey: sessionId }]);
      const after = await buyer.figures();
      expect(after.debt).toBe(Math.max(0, debt - credits));
      expect(after.balance).toBe(balance + Math.max(0, credits - debt));
    },
  };
}

/** So that the next press is neither a double click nor one page too many. */
async function makeOlder(desk: CashDesk): Promise<void> {
  const createdAt = new Date(Date.now() - 2 * 60 * 60_000);
  await desk.workshop.database.prisma.checkout.updateMany({ data: { createdAt } });
}
