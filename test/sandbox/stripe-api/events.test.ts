import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenStripe, openStripe } from "./open-stripe.js";

let stripe: OpenStripe;

beforeEach(async () => {
  stripe = await openStripe();
});
afterEach(() => stripe.close());

async function pay() {
  const { id } = await stripe.open();
  stripe.control.pay(id);
  return id;
}

describe("the sandbox's Stripe: events", () => {
  it("sends an event again until it is taken", async () => {
    stripe.shop.answers = [500, 503, 500];
    const id = await pay();
    await stripe.control.waitUntilDelivered();
    const event = stripe.control.events().find(({ type }) => type === "checkout.session.completed");
    expect(event?.data.object).toMatchObject({ id, payment_status: "paid" });
    for (const { id: eventId } of stripe.control.events()) {
      const tries = stripe.control.deliveries().filter((delivery) => delivery.eventId === eventId);
      expect(tries.at(-1)?.status).toBe(200);
    }
    expect(stripe.control.deliveries().filter(({ status }) => status !== 200)).toHaveLength(3);
  });

  it("delivers every event twice when told to", async () => {
    stripe.control.setTraits({ isDuplicated: true });
    await pay();
    await stripe.control.waitUntilDelivered();
    const ids = stripe.heard.map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(3);
  });

  it("keeps events back and sends them in the order asked for", async () => {
    stripe.control.hold();
    const id = await pay();
    stripe.control.refund({
      paymentIntentId: String(stripe.control.session(id).payment_intent),
    });
    expect(stripe.heard).toEqual([]);
    stripe.control.release((held) => [...held].reverse());
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toEqual([
      "charge.refunded",
      "refund.created",
      "checkout.session.completed",
      "payment_intent.succeeded",
      "charge.succeeded",
    ]);
  });

  it("sends the events of one moment newest first when told to, and late when told to", async () => {
    stripe.control.setTraits({ isReordered: true, delayMs: 50 });
    await pay();
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toEqual([
      "checkout.session.completed",
      "payment_intent.succeeded",
      "charge.succeeded",
    ]);
  });

  it("loses a first delivery on its way and sends it again", async () => {
    stripe.control.dropNext(3);
    await pay();
    await stripe.control.waitUntilDelivered();
    expect(stripe.heard).toHaveLength(3);
    expect(stripe.control.deliveries().filter(({ status }) => status === null)).toHaveLength(3);
  });

  it("waits for a webhook when there is none yet", async () => {
    const seen = stripe.control;
    const target = { url: `${stripe.apiUrl}/nowhere` };
    seen.setWebhook(null);
    await pay();
    await seen.waitUntilDelivered();
    expect(seen.deliveries()).toEqual([]);
    seen.setWebhook(target);
    await expect(seen.waitUntilDelivered(100)).rejects.toThrow("on their way");
  });

  it("sends whatever event it is asked to", async () => {
    stripe.control.emit("universe.expanded", { id: "uni_1", object: "universe" });
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toEqual(["universe.expanded"]);
  });

  it("has forged, stale and cut-off events refused by a shop that checks", async () => {
    const body = JSON.stringify({ id: "evt_1", object: "event", type: "refund.created" });
    const now = Math.floor(Date.now() / 1_000);
    const { post } = stripe.control;
    expect(await post({ body })).toMatchObject({ status: 200 });
    expect(await post({ body, secret: "whsec_wrong" })).toMatchObject({ status: 400 });
    expect(await post({ body, secret: null })).toMatchObject({ status: 400 });
    expect(await post({ body, timestamp: now - 301 })).toMatchObject({ status: 400 });
    expect(stripe.heard).toHaveLength(1);
  });

  it("forgets everything but the webhook on a reset", async () => {
    await pay();
    stripe.control.reset();
    expect(stripe.control.sessions()).toEqual([]);
    await pay();
    await stripe.control.waitUntilDelivered();
    expect(stripe.types()).toContain("checkout.session.completed");
  });
});
