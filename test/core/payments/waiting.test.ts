import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { databaseKinds } from "../../fixtures/database.js";
import { type Buyer, type CashDesk, openCashDesk } from "./cash-desk.js";

const DRAFT = { prompt: "a lighthouse in the fog" };

describe.each(databaseKinds())("a request that waits for its payment on %s", (kind) => {
  let desk: CashDesk;
  let buyer: Buyer;
  beforeAll(async () => {
    desk = await openCashDesk(kind);
  });
  beforeEach(async () => {
    desk.forget();
    buyer = await desk.aBuyer();
  });
  afterAll(() => desk.close());

  const waits = (options: Record<string, string | number> = DRAFT) =>
    desk.useCases.awaitPayment({
      accountId: buyer.accountId,
      target: buyer.target,
      draft: { options, inputs: [] },
    });
  const pending = () =>
    desk.workshop.database.prisma.pendingRequest.findMany({
      where: { accountId: buyer.accountId },
    });
  const generations = () =>
    desk.workshop.database.prisma.generation.findMany({
      where: { accountId: buyer.accountId },
    });

  it("goes on by itself once the pack is there, and the notice says so", async () => {
    await waits();
    await buyer.buy();
    await desk.settle();

    expect(desk.told[0]?.notice).toMatchObject({ kind: "credits_bought", continues: true });
    expect(await generations()).toMatchObject([{ state: "succeeded" }]);
    expect(await pending()).toEqual([]);
    expect(desk.workshop.sent.some(({ target }) => target.userId === buyer.target.userId)).toBe(
      true,
    );
  });

  it("stands in the database without its target in the clear, the newest of a chat alone", async () => {
    await waits({ prompt: "the first" });
    await waits({ prompt: "the second" });

    const [row, ...others] = await pending();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      waitsFor: "payment",
      draft: { options: { prompt: "the second" } },
    });
    expect(row?.targetCipher).not.toContain(buyer.target.userId);
  });

  it("waits on when the pack does not reach, and the notice promises nothing", async () => {
    const { paymentIntentId } = await buyer.buy();
    await desk.settle();
    await buyer.spend(200);
    desk.stripe.refund({ paymentIntentId });
    await desk.settle();
    await waits();

    await buyer.buy();
    await desk.settle();

    expect(desk.told.at(-1)?.notice).toMatchObject({
      kind: "credits_bought",
      settledDebtCredits: 200,
      availableCredits: 0,
      continues: false,
    });
    expect(await generations()).toEqual([]);
    expect(await pending()).toHaveLength(1);
  });

  it("is let go when it has waited too long", async () => {
    await waits();
    await desk.workshop.database.prisma.pendingRequest.updateMany({
      where: { accountId: buyer.accountId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    await buyer.buy();
    await desk.settle();

    expect(desk.told[0]?.notice).toMatchObject({ continues: false });
    expect(await generations()).toEqual([]);
  });

  it("is forgotten when the person gets something else in that chat before paying", async () => {
    await buyer.buy();
    await desk.settle();
    await waits({ prompt: "too dear" });
    const { accountId, target } = buyer;
    const options = { prompt: "something cheaper" };
    const requestKey = `anew:${accountId}`;
    await desk.workshop.useCases.requestGeneration({ requestKey, accountId, options, target });
    await buyer.buy("medium");
    await desk.settle();

    expect(await pending()).toEqual([]);
    expect(await generations()).toHaveLength(1);
  });

  it.each(["purchase_notified", "request_continued"] as const)(
    "makes one picture for one price when the process dies at %s",
    async (point) => {
      await waits();
      await buyer.buy();
      desk.deaths.push(point);
      await expect(desk.settle()).rejects.toThrow(point);
      await desk.sweep();
      await desk.settle();

      const made = await generations();
      expect(made).toMatchObject([{ state: "succeeded" }]);
      expect((await buyer.figures()).balance).toBe(200 - (made[0]?.capturedCredits ?? 0));
      expect(await pending()).toEqual([]);
    },
  );

  it("goes on although the chat could not be told of the credits", async () => {
    await waits();
    desk.receipts.push({ kind: "dead", reason: "blocked" });
    await buyer.buy();
    await desk.settle();

    expect(await generations()).toMatchObject([{ state: "succeeded" }]);
  });
});
