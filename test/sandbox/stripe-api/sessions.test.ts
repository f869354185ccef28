import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inMinutes, type OpenStripe, openStripe, PACK } from "./open-stripe.js";

let stripe: OpenStripe;

beforeEach(async () => {
  stripe = await openStripe();
});
afterEach(async () => {
  expect(stripe.control.unknownPaths()).toEqual([]);
  await stripe.close();
});

describe("the sandbox's Stripe: sessions", () => {
  it("opens a checkout that the real client can read, and finds it again", async () => {
    const session = await stripe.open();
    expect(session).toMatchObject({
      object: "checkout.session",
      amount_total: 499,
      currency: "usd",
      livemode: false,
      metadata: PACK.metadata,
      payment_intent: null,
      payment_status: "unpaid",
      status: "open",
    });
    expect(session.url).toBe(`${stripe.apiUrl}/c/pay/${session.id}`);
    expect(await stripe.client.checkout.sessions.retrieve(session.id)).toMatchObject({
      id: session.id,
      client_reference_id: "checkout-1",
    });
  });

  it("finds a session by its payment, with what was asked to be expanded", async () => {
    const { id } = await stripe.open();
    stripe.control.pay(id);
    const [intent] = stripe.control.paymentIntents();
    const found = await stripe.client.checkout.sessions.list({
      payment_intent: intent!.id,
      expand: ["data.payment_intent.latest_charge"],
    });
    expect(found.data).toHaveLength(1);
    expect(found.data[0]).toMatchObject({
      id,
      payment_status: "paid",
      payment_intent: {
        metadata: { checkout_id: "checkout-1" },
        latest_charge: { amount: 499, paid: true },
      },
    });
    expect(
      (await stripe.client.checkout.sessions.list({ payment_intent: "pi_other" })).data,
    ).toEqual([]);
  });

  it.each<[string, object, Partial<Stripe.errors.StripeError>]>([
    [
      "payment_method_types, which are gone",
      { payment_method_types: ["card"] },
      { code: "payment_method_types_no_longer_supported" },
    ],
    ["an unknown parameter", { colour: "red" }, { code: "parameter_unknown", param: "colour" }],
    [
      "no line items",
      { line_items: undefined },
      { code: "parameter_missing", param: "line_items" },
    ],
    ["a life of less than 30 minutes", { expires_at: inMinutes(20) }, { param: "expires_at" }],
    ["a life of more than 24 hours", { expires_at: inMinutes(25 * 60) }, { param: "expires_at" }],
    [
      "a price that is no whole number",
      { line_items: [priced(4.99)] },
      { code: "parameter_invalid_integer" },
    ],
    ["less than 50 cents", { line_items: [priced(49)] }, { code: "amount_too_small" }],
    [
      "a metadata value of 501 characters",
      { metadata: { a: "x".repeat(501) } },
      { param: "metadata[a]" },
    ],
    ["51 metadata keys", { metadata: manyKeys(51) }, { param: "metadata" }],
    ["a success page that is no address", { success_url: "done" }, { param: "success_url" }],
  ])("refuses %s", async (_what, changes, expected) => {
    await expect(stripe.open(changes)).rejects.toMatchObject({ statusCode: 400, ...expected });
    expect(stripe.control.sessions()).toEqual([]);
  });

  it("refuses a wrong key", async () => {
    const stranger = new Stripe("sk_test_other", {
      host: "127.0.0.1",
      port: stripe.port,
      protocol: "http",
      maxNetworkRetries: 0,
    });
    await expect(stranger.balance.retrieve()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
  });

  it("expires when its time is over, or when the shop ends it", async () => {
    const first = await stripe.open();
    const second = await stripe.open();
    await stripe.client.checkout.sessions.expire(second.id);
    stripe.control.advanceTime(31 * 60_000);
    await stripe.control.waitUntilDelivered();
    expect(await stripe.client.checkout.sessions.retrieve(first.id)).toMatchObject({
      status: "expired",
      url: null,
    });
    expect(stripe.types()).toEqual(["checkout.session.expired", "checkout.session.expired"]);
    expect(stripe.control.pay(first.id)).toEqual({ kind: "expired" });
    await expect(stripe.client.checkout.sessions.expire(first.id)).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it("says what there is no such thing of", async () => {
    await expect(stripe.client.checkout.sessions.retrieve("cs_test_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });

  it("tells whose account it is", async () => {
    expect(await stripe.client.balance.retrieve()).toMatchObject({ livemode: false });
    expect(await stripe.client.accounts.retrieveCurrent()).toMatchObject({ charges_enabled: true });
    const { data } = await stripe.client.webhookEndpoints.list({ limit: 100 });
    expect(data[0]).toMatchObject({ status: "enabled", api_version: "2026-10-28.endive" });
  });
});

describe("the sandbox's Stripe: repeats", () => {
  it("gives the same session for the same key and parameters", async () => {
    const changes = { expires_at: inMinutes(30) };
    const first = await stripe.open(changes, { idempotencyKey: "key-1" });
    const again = await stripe.open(changes, { idempotencyKey: "key-1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(stripe.control.sessions()).toHaveLength(1);
  });

  it("refuses the same key with other parameters", async () => {
    await stripe.open({}, { idempotencyKey: "key-1" });
    await expect(
      stripe.open({ client_reference_id: "another" }, { idempotencyKey: "key-1" }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it("answers 409 while the first call with the key still runs", async () => {
    stripe.control.slowNext({ path: "/v1/checkout", delayMs: 200 });
    const changes = { expires_at: inMinutes(30) };
    const both = await Promise.allSettled([
      stripe.open(changes, { idempotencyKey: "key-1" }),
      stripe.open(changes, { idempotencyKey: "key-1" }),
    ]);
    const statuses = both.map((end) =>
      end.status === "fulfilled" ? 200 : (end.reason as Stripe.errors.StripeError).statusCode,
    );
    expect(statuses.sort()).toEqual([200, 409]);
    expect(stripe.control.sessions()).toHaveLength(1);
  });

  it("has done what was asked when only the answer is lost", async () => {
    stripe.control.loseNextAnswer({ path: "/v1/checkout" });
    const changes = { expires_at: inMinutes(30) };
    // The client sends it again by itself when a connection is closed on it, under the same key.
    const session = await stripe.open(changes, { idempotencyKey: "key-1" });
    expect(stripe.control.sessions().map(({ id }) => id)).toEqual([session.id]);
  });

  it.each([
    [500, Stripe.errors.StripeAPIError],
    [429, Stripe.errors.StripeRateLimitError],
  ])("does nothing when it fails with %i", async (status, type) => {
    stripe.control.failNext({ status });
    await expect(stripe.open()).rejects.toBeInstanceOf(type);
    expect(stripe.control.sessions()).toEqual([]);
  });
});

function priced(unitAmount: number) {
  const item = PACK.line_items[0]!;
  return { ...item, price_data: { ...item.price_data, unit_amount: unitAmount } };
}

function manyKeys(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "x"]));
}
