import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenStripe, openStripe } from "./open-stripe.js";

let stripe: OpenStripe;

beforeEach(async () => {
  stripe = await openStripe();
});
afterEach(() => stripe.close());

const press = (url: string, choice: string) =>
  fetch(url, { method: "POST", body: new URLSearchParams({ choice }), redirect: "manual" });

async function aPaidSession() {
  const { id } = await stripe.open();
  stripe.control.pay(id);
  await stripe.control.waitUntilDelivered();
  stripe.heard.length = 0;
  return { sessionId: id, paymentIntentId: String(stripe.control.session(id).payment_intent) };
}

describe("the sandbox's Stripe: the checkout page", () => {
  it("shows what is bought, says that it is not real, and leads back after paying", async () => {
    const session = await stripe.open();
    const page = await (await fetch(session.url!)).text();
    expect(page).toContain("600 credits");
    expect(page).toContain("$4.99");
    expect(page).toContain("No real money");
    const paid = await press(session.url!, "pay");
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(
      `http://localhost:3000/pay/done?session=${session.id}`,
    );
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toContain("checkout.session.completed");
    expect(await (await fetch(session.url!)).text()).toContain("This is paid");
  });

  it("takes a payment once, however often it is pressed", async () => {
    const session = await stripe.open();
    await Promise.all([press(session.url!, "pay"), press(session.url!, "pay")]);
    await press(session.url!, "later");
    await stripe.control.waitUntilDelivered();
    expect(stripe.types().filter((type) => type === "checkout.session.completed")).toHaveLength(1);
    expect(stripe.control.paymentIntents()).toHaveLength(1);
  });

  it("stays open after a declined card", async () => {
    const session = await stripe.open();
    const page = await (await press(session.url!, "decline")).text();
    expect(page).toContain("Your card was declined");
    expect(stripe.control.session(session.id).status).toBe("open");
    expect((await press(session.url!, "pay")).status).toBe(303);
    expect(stripe.control.paymentIntents()).toHaveLength(1);
  });

  it.each([
    ["later", "checkout.session.async_payment_succeeded", "paid"],
    ["later_fails", "checkout.session.async_payment_failed", "unpaid"],
  ])("completes unpaid with %s, and tells the end a moment after", async (choice, type, status) => {
    const session = await stripe.open();
    await press(session.url!, choice);
    expect(stripe.control.session(session.id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    await sleep(1_700);
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toContain(type);
    expect(stripe.control.session(session.id).payment_status).toBe(status);
  });

  it("says so when the checkout has expired or is not known", async () => {
    const session = await stripe.open();
    stripe.control.expire(session.id);
    expect(await (await press(session.url!, "pay")).text()).toContain("has expired");
    const missing = await fetch(`${stripe.apiUrl}/c/pay/cs_test_none`);
    expect(missing.status).toBe(404);
  });

  it("shows a name as text, whatever is in it", async () => {
    const product_data = { name: "<script>alert(1)</script>" };
    const price_data = { currency: "usd", unit_amount: 499, product_data };
    const session = await stripe.open({ line_items: [{ quantity: 1, price_data }] });
    expect(await (await fetch(session.url!)).text()).not.toContain("<script>");
  });
});

describe("the sandbox's Stripe: refunds and disputes", () => {
  it("refunds in parts and never more than was paid", async () => {
    const { paymentIntentId } = await aPaidSession();
    const { client, control } = stripe;
    await client.refunds.create({ payment_intent: paymentIntentId, amount: 200 });
    control.refund({ paymentIntentId });
    const { data } = await client.refunds.list({ payment_intent: paymentIntentId, limit: 100 });
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([
      [299, "succeeded"],
      [200, "succeeded"],
    ]);
    await expect(client.refunds.create({ payment_intent: paymentIntentId })).rejects.toMatchObject({
      statusCode: 400,
    });
    await control.waitUntilDelivered();
    expect(stripe.types().sort()).toEqual([
      "charge.refunded",
      "charge.refunded",
      "refund.created",
      "refund.created",
    ]);
  });

  it("gives the money back to the shop when a bank sends a refund back", async () => {
    const { paymentIntentId } = await aPaidSession();
    const { id } = stripe.control.refund({ paymentIntentId });
    stripe.control.failRefund(id);
    expect(await stripe.client.refunds.retrieve(id)).toMatchObject({ status: "failed" });
    const [charge] = (await stripe.client.charges.list({ payment_intent: paymentIntentId })).data;
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  it.each(["won", "lost"] as const)("carries a dispute to its end: %s", async (outcome) => {
    const { paymentIntentId } = await aPaidSession();
    const { id } = stripe.control.openDispute({ paymentIntentId });
    stripe.control.closeDispute({ disputeId: id, outcome });
    const { data } = await stripe.client.disputes.list({ payment_intent: paymentIntentId });
    expect(data).toMatchObject([{ id, status: outcome, amount: 499 }]);
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toContain("charge.dispute.closed");
  });
});
