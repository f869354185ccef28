import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseCredits } from "../../../src/core/credits.js";
import { creditsFor } from "../../../src/core/payments/reverse-payment.js";
import { databaseKinds } from "../../fixtures/database.js";
import { type Buyer, type CashDesk, openCashDesk } from "./cash-desk.js";

describe.each(databaseKinds())("money that goes back on %s", (kind) => {
  let desk: CashDesk;
  let buyer: Buyer;
  beforeAll(async () => {
    desk = await openCashDesk(kind);
  });
  beforeEach(async () => {
    desk.forget();
    buyer = await desk.aBuyer();
  });
  afterEach(async () => {
    expect(desk.stripe.unknownPaths()).toEqual([]);
    expect(await desk.workshop.pieces.database.stores.ledger.findDifferences()).toEqual([]);
  });
  afterAll(() => desk.close());

  async function bought(packId?: string): Promise<string> {
    const { paymentIntentId } = await buyer.buy(packId);
    await desk.settle();
    return paymentIntentId;
  }

  it("takes a whole refund back once and tells the buyer", async () => {
    const paymentIntentId = await bought();
    desk.stripe.setTraits({ isDuplicated: true, isReordered: true });
    desk.stripe.refund({ paymentIntentId });
    await desk.settle();

    expect(await buyer.figures()).toMatchObject({ balance: 0, debt: 0 });
    expect(desk.told.map(({ notice }) => notice)).toEqual([
      expect.objectContaining({ kind: "credits_bought" }),
      { kind: "credits_taken_back", credits: 200, debtCredits: 0 },
    ]);
    desk.stripe.setTraits({ isDuplicated: false, isReordered: false });
  });

  it("takes back the part that each partial refund stands for, and all of it in the end", async () => {
    const paymentIntentId = await bought("medium");
    desk.stripe.refund({ paymentIntentId, amountMinor: 100 });
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(600 - 121); // 600 × 100 ÷ 499, rounded up.

    desk.stripe.refund({ paymentIntentId, amountMinor: 1 });
    desk.stripe.refund({ paymentIntentId });
    await desk.settle();

    expect(await buyer.figures()).toMatchObject({ balance: 0, debt: 0 });
    expect(await desk.workshop.database.prisma.reversal.count()).toBeGreaterThanOrEqual(3);
  });

  it("makes debt of what was spent; debt blocks spending, not buying, and the next pack settles it", async () => {
    const paymentIntentId = await bought();
    await buyer.spend(150);
    desk.stripe.refund({ paymentIntentId });
    await desk.settle();

    expect(await buyer.figures()).toMatchObject({ balance: 0, debt: 150 });
    expect(desk.told.at(-1)?.notice).toEqual({
      kind: "credits_taken_back",
      credits: 200,
      debtCredits: 150,
    });
    expect(await buyer.trySpending(1)).toBe("wallet_in_debt");

    await bought("medium");
    expect(await buyer.figures()).toMatchObject({ balance: 450, debt: 0 });
    expect(desk.told.at(-1)?.notice).toMatchObject({
      kind: "credits_bought",
      credits: 600,
      settledDebtCredits: 150,
      availableCredits: 450,
    });
    expect(await buyer.trySpending(450)).toBe("spent");
  });

  it("grants first when the refund overtakes its payment, then takes back", async () => {
    desk.stripe.hold();
    const { paymentIntentId } = await buyer.buy();
    desk.stripe.refund({ paymentIntentId, amountMinor: 100 });
    desk.stripe.release((held) => held.toReversed());
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200 - 101);
    expect(await buyer.purchases()).toBe(1);
    expect(desk.told.map(({ notice }) => notice.kind)).toEqual([
      "credits_bought",
      "credits_taken_back",
    ]);
  });

  it("leaves an open dispute and a won one alone, and takes a lost one back", async () => {
    const paymentIntentId = await bought();
    const dispute = desk.stripe.openDispute({ paymentIntentId });
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(200);
    desk.stripe.closeDispute({ disputeId: dispute.id, outcome: "won" });
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(200);

    const other = await bought("large");
    const lost = desk.stripe.openDispute({ paymentIntentId: other });
    desk.stripe.closeDispute({ disputeId: lost.id, outcome: "lost" });
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
    const reversal = await desk.workshop.database.prisma.reversal.findFirst({
      where: { reversalKey: lost.id },
    });
    expect(reversal).toMatchObject({ kind: "dispute", due: 1_500 });
  });

  it("takes back once when the process dies in between", async () => {
    const paymentIntentId = await bought();
    desk.stripe.refund({ paymentIntentId, amountMinor: 100 });
    desk.stripe.refund({ paymentIntentId, amountMinor: 50 });
    await desk.stripe.waitUntilDelivered();
    const lost = [...desk.workshop.queued];
    desk.deaths.push("purchase_reversed");
    await expect(desk.settle()).rejects.toThrow("purchase_reversed");
    desk.workshop.queued.push(...lost);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200 - 151);
  });

  it("keeps a refund that the bank sent back for staff to see", async () => {
    const paymentIntentId = await bought();
    const refund = desk.stripe.refund({ paymentIntentId });
    await desk.settle();
    desk.stripe.failRefund(refund.id);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(0);
    expect(desk.outcomes).toContain("reversal_undone");
  });

  it("takes nothing back for payments that are not ours", async () => {
    const paymentIntentId = await bought();
    const charge = { id: "ch_else", object: "charge", payment_intent: "pi_else" };
    desk.stripe.emit("charge.refunded", charge);
    await desk.settle();

    expect(desk.outcomes.at(-1)).toBe("unknown_payment");
    expect(paymentIntentId).toMatch(/^pi_/);
    expect((await buyer.figures()).balance).toBe(200);
  });
});

describe("the credits a refund stands for", () => {
  it.each([
    [600, 499, 0, 0],
    [600, 499, 1, 2],
    [600, 499, 100, 121],
    [600, 499, 499, 600],
    [600, 499, 998, 600],
    [10, 1_000, 1, 1],
    [10, 1_000, 100, 1],
    [10, 1_000, 101, 2],
  ])("%i credits for %i: %i back is %i credits", (credits, paidMinor, backMinor, due) => {
    expect(creditsFor({ credits: parseCredits(credits), paidMinor }, backMinor)).toBe(due);
  });
});
