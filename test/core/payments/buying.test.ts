import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors.js";
import { databaseKinds } from "../../fixtures/database.js";
import { type Buyer, type CashDesk, openCashDesk, toSessionId } from "./cash-desk.js";

const unavailable = () =>
  new AppError({ code: "chat_unavailable", message: "the chat is away", retryable: true });

describe.each(databaseKinds())("buying a pack on %s", (kind) => {
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

  const key = (name: string) => `${buyer.accountId}:${name}`;
  const settled = () =>
    desk.workshop.database.prisma.paymentEvent.findMany({ orderBy: { createdAt: "asc" } });
  const ofBuyer = () =>
    desk.workshop.database.prisma.checkout.findMany({ where: { accountId: buyer.accountId } });
  const press = (input: { requestKey: string; packId?: string; accountId?: Buyer["accountId"] }) =>
    desk.useCases.startCheckout({
      accountId: buyer.accountId,
      target: buyer.target,
      packId: "small",
      ...input,
    });

  it("grants the pack once and tells the buyer alone", async () => {
    await buyer.buy("medium");
    await desk.settle();

    expect(await buyer.figures()).toMatchObject({ balance: 600, available: 600, debt: 0 });
    expect(desk.told).toEqual([
      {
        target: buyer.target,
        notice: {
          kind: "credits_bought",
          credits: 600,
          availableCredits: 600,
          settledDebtCredits: 0,
          continues: false,
        },
      },
    ]);
    expect(desk.outcomes).toContain("granted");
  });

  it("asks Stripe for our price, our ids and nothing that it no longer knows", async () => {
    await buyer.checkout("large");

    const [call] = desk.stripe.calls().filter(({ method }) => method === "POST");
    const [checkout] = await ofBuyer();
    const metadata = {
      checkout_id: checkout?.id,
      account_id: buyer.accountId,
      pack_id: "large",
      price_version: checkout?.priceVersion,
    };
    expect(call?.idempotencyKey).toBe(`checkout-${checkout?.id}`);
    expect(call?.params).toMatchObject({
      mode: "payment",
      client_reference_id: checkout?.id,
      metadata,
      payment_intent_data: { metadata },
      adaptive_pricing: { enabled: "false" },
    });
    expect(call?.params).not.toHaveProperty("payment_method_types");
    expect(checkout?.targetCipher).not.toContain(buyer.target.chatId);
  });

  it("gives the same page to the same press and to a double click", async () => {
    const first = await press({ requestKey: key("a") });
    const again = await press({ requestKey: key("a") });
    const double = await press({ requestKey: key("b") });

    expect(first.ok).toBe(true);
    expect(again).toEqual(first);
    expect(double).toEqual(first);
    expect(desk.stripe.sessions()).toHaveLength(1);
  });

  it("opens one page for presses that come at once", async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => press({ requestKey: key("at once") })));

    expect(new Set(all.map((each) => (each.ok ? each.value.url : each.refusal.kind))).size).toBe(1);
    expect(desk.stripe.sessions()).toHaveLength(1);
  });

  it.each(["checkout_recorded", "checkout_opened"] as const)(
    "opens one page when the process dies at %s",
    async (point) => {
      desk.deaths.push(point);
      await expect(press({ requestKey: key("a") })).rejects.toThrow(point);

      const again = await press({ requestKey: key("a") });

      expect(again.ok).toBe(true);
      expect(desk.stripe.sessions()).toHaveLength(1);
    },
  );

  it("grants for a page whose answer was lost, once it is paid", async () => {
    desk.deaths.push("checkout_opened");
    await expect(press({ requestKey: key("a") })).rejects.toThrow();
    desk.stripe.pay(desk.stripe.sessions()[0]!.id);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
  });

  it("refuses kindly while Stripe is away, and takes the same press when it is back", async () => {
    desk.stripe.failNext({ path: "/v1/checkout", times: 2, status: 503 });
    expect(await press({ requestKey: key("a") })).toEqual({
      ok: false,
      refusal: { kind: "payments_unavailable" },
    });
    expect(await press({ requestKey: key("a") })).toMatchObject({ ok: true });
    expect(desk.stripe.sessions()).toHaveLength(1);
  });

  it("opens one page when Stripe's answer is lost", async () => {
    desk.stripe.loseNextAnswer({ path: "/v1/checkout" });
    expect(await press({ requestKey: key("a") })).toMatchObject({ ok: true });
    expect(desk.stripe.sessions()).toHaveLength(1);
  });

  it("refuses unknown packs, another's press and the eleventh open page of an hour", async () => {
    const refusal = (kind: string) => expect.objectContaining({ refusal: { kind } });
    expect(await press({ requestKey: key("x"), packId: "huge" })).toEqual(refusal("unknown_pack"));
    await press({ requestKey: key("a") });
    const other = await desk.aBuyer();
    expect(await press({ requestKey: key("a"), accountId: other.accountId })).toEqual(
      refusal("not_yours"),
    );
    const { prisma } = desk.workshop.database;
    await prisma.checkout.updateMany({ data: { createdAt: new Date(Date.now() - 10_000) } });
    for (let page = 1; page < 10; page += 1) {
      expect(await press({ requestKey: key(`page ${page}`) })).toMatchObject({ ok: true });
      await prisma.checkout.updateMany({ data: { createdAt: new Date(Date.now() - 10_000) } });
    }
    expect(await press({ requestKey: key("one more") })).toMatchObject({
      refusal: { kind: "too_many_requests" },
    });
  });

  it("sells nothing to a frozen account, but grants what it has paid for", async () => {
    const { sessionId } = await buyer.checkout();
    const { prisma } = desk.workshop.database;
    await prisma.account.updateMany({ where: { id: buyer.accountId }, data: { status: "frozen" } });
    expect(await press({ requestKey: key("frozen") })).toMatchObject({
      refusal: { kind: "account_frozen" },
    });

    desk.stripe.pay(sessionId);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
  });

  it("keeps the money of an erased account for staff to see", async () => {
    const { sessionId } = await buyer.checkout();
    await desk.workshop.database.prisma.account.updateMany({
      where: { id: buyer.accountId },
      data: { status: "erased" },
    });
    desk.stripe.pay(sessionId);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(0);
    const unsettled = await desk.workshop.pieces.database.stores.payments.listUnsettled({
      overdueBefore: new Date(0),
      limit: 10,
    });
    expect(unsettled[0]).toMatchObject({ outcome: "account_erased", facts: { id: sessionId } });
  });

  it.each([
    ["wrong_price", { priceMinor: 200 }],
    ["wrong_currency", { currency: "eur" }],
    ["unknown_checkout", { railKey: "another" }],
  ])("grants nothing and keeps it for staff: %s", async (outcome, change) => {
    const { sessionId } = await buyer.checkout();
    await desk.workshop.database.prisma.checkout.updateMany({
      where: { accountId: buyer.accountId },
      data: change,
    });
    desk.stripe.pay(sessionId);
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(0);
    expect(desk.outcomes).toContain(outcome);
    expect(desk.told).toEqual([]);
  });

  it("waits for money that is on its way, and grants when it has come", async () => {
    const { sessionId } = await buyer.checkout();
    desk.stripe.payLater(sessionId, { settleAfterMs: null });
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(0);
    expect(desk.outcomes).toContain("unpaid");

    desk.stripe.settle(sessionId, "succeeds");
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
  });

  it("tells of a payment that failed later, once", async () => {
    const { sessionId } = await buyer.checkout();
    desk.stripe.payLater(sessionId, { settleAfterMs: null });
    desk.stripe.settle(sessionId, "fails");
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(0);
    expect(desk.told.map(({ notice }) => notice)).toEqual([{ kind: "payment_failed" }]);
  });

  it("closes an expired page quietly and grants a payment that comes late all the same", async () => {
    const { sessionId } = await buyer.checkout();
    await desk.workshop.database.prisma.checkout.updateMany({
      where: { accountId: buyer.accountId },
      data: { state: "expired", endedAt: new Date() },
    });
    desk.stripe.pay(sessionId);
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(200);

    const second = await buyer.checkout("large");
    desk.stripe.expire(second.sessionId);
    await desk.settle();
    const ended = await desk.workshop.database.prisma.checkout.findFirst({
      where: { railKey: second.sessionId },
    });
    expect(ended?.state).toBe("expired");
    expect(desk.told).toHaveLength(1);
  });

  it("grants once for duplicated and reordered events and jobs that run at once", async () => {
    desk.stripe.setTraits({ isDuplicated: true, isReordered: true });
    await buyer.buy();
    await desk.stripe.waitUntilDelivered();
    const jobs = [...desk.workshop.queued];
    await Promise.all([...jobs, ...jobs].map((job) => desk.runJob(job)));
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
    expect(await buyer.purchases()).toBe(1);
  });

  it.each(["purchase_fulfilled", "purchase_notified"] as const)(
    "grants once when the process dies at %s",
    async (point) => {
      await buyer.buy();
      desk.deaths.push(point);
      await expect(desk.settle()).rejects.toThrow(point);
      await desk.sweep();
      await desk.settle();

      expect((await buyer.figures()).balance).toBe(200);
      expect(desk.told.length).toBe(point === "purchase_notified" ? 2 : 1);
      expect((await settled()).every(({ processedAt }) => processedAt)).toBe(true);
    },
  );

  it("takes an event that was kept and never handed over, once Stripe sends it again or the sweep comes", async () => {
    desk.stripe.hold();
    await buyer.buy();
    desk.deaths.push("payment_event_saved");
    desk.stripe.release((held) => held.filter(({ type }) => type === "checkout.session.completed"));
    await desk.settle();
    expect((await buyer.figures()).balance).toBe(0);

    await desk.sweep();
    await desk.settle();

    expect((await buyer.figures()).balance).toBe(200);
  });

  it("tells again when the chat was away, waits when it asks to, and gives up when it is closed", async () => {
    desk.receipts.push(unavailable());
    await buyer.buy();
    await expect(desk.settle()).rejects.toThrow("the chat is away");
    await desk.sweep();
    await desk.settle();
    expect(desk.told).toHaveLength(1);

    desk.receipts.push({ kind: "busy", retryAfterMs: 5 });
    await buyer.buy("medium");
    await expect(desk.settle()).rejects.toThrow("run again in 5 ms");
    desk.receipts.push({ kind: "dead", reason: "blocked" });
    await desk.sweep();
    await desk.settle();
    await desk.sweep();
    await desk.settle();
    expect(desk.told).toHaveLength(1);
    expect((await buyer.figures()).balance).toBe(800);
  });

  it("keeps nothing of a payment but ids, amounts and states", async () => {
    await buyer.buy();
    await desk.settle();
    const payloads = JSON.stringify((await settled()).map(({ payload }) => payload));
    expect(payloads).not.toMatch(/email|name|address|card/i);
  });
});

it("knows a session in a page's address", () => {
  expect(toSessionId("http://127.0.0.1/c/pay/cs_test_1")).toBe("cs_test_1");
});
