import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReadStripeEvent } from "../../src/adapters/stripe/stripe-events.js";
import type { PaymentEvent } from "../../src/core/ports/payment-store.js";
import { type HttpListener, startHttpListener } from "../../src/sandbox/http-listener.js";
import { payPages } from "../../src/web/pay-pages.js";
import { createRoutes } from "../../src/web/routes.js";
import { stripeWebhook } from "../../src/web/stripe-webhook.js";
import { createRecordingLog } from "../fixtures/recording-log.js";

const SECRET = "whsec_0123456789abcdef0123456789abcdef";
const stripe = new Stripe("sk_test_only");

const anEvent = (object: Record<string, unknown> = {}, type = "checkout.session.completed") => ({
  id: "evt_1",
  object: "event",
  type,
  data: {
    object: {
      id: "cs_1",
      object: "checkout.session",
      payment_status: "paid",
      payment_intent: "pi_1",
      amount_total: 199,
      currency: "usd",
      metadata: { checkout_id: "the checkout", note: "something else" },
      customer_details: { email: "buyer@example.org", name: "A Buyer" },
      ...object,
    },
  },
});

describe("/webhooks/stripe", () => {
  let web: HttpListener;
  let received: PaymentEvent[];
  let outcomes: string[];
  let isDown: boolean;
  beforeEach(async () => {
    received = [];
    outcomes = [];
    isDown = false;
    const webhook = stripeWebhook({
      readEvent: createReadStripeEvent({ webhookSecret: SECRET }),
      async receive(event) {
        if (isDown) throw new Error("the database is down");
        const isKnown = received.some(({ eventId }) => eventId === event.eventId);
        received.push(event);
        return isKnown ? "known" : "new";
      },
      onWebhook: (outcome) => outcomes.push(outcome),
    });
    const log = createRecordingLog();
    const routes = createRoutes({ log, checks: {}, parts: [payPages, webhook] });
    web = await startHttpListener({ fetch: (request) => routes.fetch(request) });
  });
  afterEach(() => web.close());

  const sign = (body: string, options: { secret?: string; timestamp?: number } = {}) =>
    stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret: options.secret ?? SECRET,
      timestamp: options.timestamp ?? Math.floor(Date.now() / 1_000),
    });
  const post = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${web.origin}/webhooks/stripe`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
    });
    return response.status;
  };
  const signed = (body: string, options = {}) => ({ "stripe-signature": sign(body, options) });

  it("takes what is signed, and keeps ids, amounts and our own metadata alone", async () => {
    const body = JSON.stringify(anEvent(), null, 2);

    expect(await post(body, signed(body))).toBe(200);

    expect(received).toEqual([
      {
        rail: "stripe",
        eventId: "evt_1",
        type: "checkout.session.completed",
        news: { kind: "checkout_paid", checkoutKey: "cs_1" },
        facts: {
          object: "checkout.session",
          id: "cs_1",
          status: "paid",
          payment: "pi_1",
          amount: 199,
          currency: "usd",
          checkout_id: "the checkout",
        },
      },
    ]);
    expect(await post(body, signed(body))).toBe(200);
    expect(outcomes).toEqual(["new", "known"]);
  });

  it.each([
    ["charge.refunded", { kind: "payment_reversed", paymentRef: "pi_1" }],
    ["refund.updated", { kind: "payment_reversed", paymentRef: "pi_1" }],
    ["charge.dispute.closed", { kind: "payment_reversed", paymentRef: "pi_1" }],
    ["checkout.session.async_payment_failed", { kind: "checkout_failed", checkoutKey: "cs_1" }],
    ["checkout.session.expired", { kind: "checkout_expired", checkoutKey: "cs_1" }],
    ["payment_intent.succeeded", { kind: "other" }],
    ["something.new", { kind: "other" }],
  ])("reads %s", async (type, news) => {
    const body = JSON.stringify(anEvent({}, type));
    expect(await post(body, signed(body))).toBe(200);
    expect(received[0]?.news).toEqual(news);
  });

  const good = JSON.stringify(anEvent());
  const minutesAgo = (minutes: number) => Math.floor(Date.now() / 1_000) - minutes * 60;
  it.each([
    ["no signature", good, {}],
    ["an empty one", good, { "stripe-signature": "" }],
    ["nonsense", good, { "stripe-signature": "t=1,v1=nonsense" }],
    ["another's", good, signed(good, { secret: "whsec_of_somebody_else" })],
    ["one of six minutes ago", good, signed(good, { timestamp: minutesAgo(6) })],
    ["one of another body", good.replace("199", "999"), signed(good)],
    ["half a body", good.slice(0, 80), signed(good)],
    ["a body that is no JSON", "hello", signed("hello")],
    ["a body that is no event", "{}", signed("{}")],
    ["another content type", good, { ...signed(good), "content-type": "text/plain" }],
  ])("refuses %s", async (_, body, headers) => {
    expect(await post(body, headers)).toBe(400);
    expect(received).toEqual([]);
    expect(outcomes).toEqual(["refused"]);
  });

  it("refuses a body that is too large before reading it", async () => {
    expect(await post("x".repeat(1024 * 1024 + 1), {})).toBe(413);
  });

  it("makes Stripe send it again when it could not be kept", async () => {
    isDown = true;
    expect(await post(good, signed(good))).toBe(500);
    isDown = false;
    expect(await post(good, signed(good))).toBe(200);
  });

  it.each(["done", "cancelled"])("shows /pay/%s in the browser's language", async (name) => {
    const page = async (language: string) => {
      const headers = { "accept-language": language };
      const response = await fetch(`${web.origin}/pay/${name}`, { headers });
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      return response.text();
    };
    expect(await page("de-DE,de;q=0.9")).toContain('<html lang="de">');
    expect(await page("fr")).toContain("go back to your chat");
  });
});
