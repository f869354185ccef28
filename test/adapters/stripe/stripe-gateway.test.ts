import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createStripeClient } from "../../../src/adapters/stripe/stripe-client.js";
import { createStripeGateway } from "../../../src/adapters/stripe/stripe-gateway.js";
import { parseCredits } from "../../../src/core/credits.js";
import type { CheckoutOffer, PaymentGateway } from "../../../src/core/ports/payment-gateway.js";
import { createStripeApi, type StripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";

const PUBLIC_URL = "https://atelier.example";

const anOffer = (input: Partial<CheckoutOffer> = {}): CheckoutOffer => ({
  checkoutId: randomUUID(),
  accountId: randomUUID(),
  packId: "small",
  priceVersion: "1",
  credits: parseCredits(200),
  priceMinor: 199,
  currency: "usd",
  language: "de",
  expiresAt: new Date(Date.now() + 35 * 60_000),
  ...input,
});

describe("Stripe as a payment gateway", () => {
  let api: StripeApi;
  let apiUrl: string;
  let gateway: PaymentGateway;
  beforeAll(async () => {
    api = createStripeApi();
    ({ apiUrl } = await api.listen());
    const stripe = createStripeClient({ secretKey: api.secretKey, apiUrl });
    gateway = createStripeGateway({ stripe, publicUrl: PUBLIC_URL });
  });
  beforeEach(() => api.control.reset());
  afterAll(async () => {
    expect(api.control.unknownPaths()).toEqual([]);
    await api.close();
  });

  const paid = async (offer = anOffer()) => {
    const { key } = await gateway.openCheckout(offer);
    api.control.pay(key);
    const page = await gateway.readCheckout(key);
    return { key, page, paymentRef: page?.paymentRef ?? "" };
  };

  it("opens a page for exactly the offer, in the buyer's language", async () => {
    const offer = anOffer();
    const { key, url } = await gateway.openCheckout(offer);

    expect(url).toContain(key);
    const [call] = api.control.calls();
    expect(call?.params).toMatchObject({
      locale: "de",
      success_url: `${PUBLIC_URL}/pay/done`,
      cancel_url: `${PUBLIC_URL}/pay/cancelled`,
      line_items: [
        {
          quantity: "1",
          price_data: {
            currency: "usd",
            unit_amount: "199",
            product_data: { name: "200 Credits für Atelier" },
          },
        },
      ],
    });
    expect(await gateway.readCheckout(key)).toEqual({
      key,
      checkoutId: offer.checkoutId,
      isPaid: false,
      totalMinor: 199,
      currency: "usd",
      paymentRef: null,
      url,
    });
  });

  it("answers with the same page for the same offer", async () => {
    const offer = anOffer();
    const first = await gateway.openCheckout(offer);
    expect(await gateway.openCheckout(offer)).toEqual(first);
    expect(api.control.sessions()).toHaveLength(1);
  });

  it("finds a paid page by its payment, and no page where there is none", async () => {
    const { key, page, paymentRef } = await paid();

    expect(page).toMatchObject({ isPaid: true, url: null });
    expect(await gateway.findCheckoutOf(paymentRef)).toMatchObject({ key, isPaid: true });
    expect(await gateway.findCheckoutOf("pi_nobody")).toBeNull();
    expect(await gateway.readCheckout("cs_test_nobody")).toBeNull();
  });

  it("lists refunds and disputes of one payment alone, and which of them are settled", async () => {
    const { paymentRef } = await paid();
    const other = await paid();
    const first = api.control.refund({ paymentIntentId: paymentRef, amountMinor: 50 });
    api.control.refund({ paymentIntentId: other.paymentRef });
    const dispute = api.control.openDispute({ paymentIntentId: paymentRef, amountMinor: 100 });

    expect(await gateway.listReversals(paymentRef)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          key: first.id,
          kind: "refund",
          isSettled: true,
          amountMinor: 50,
          currency: "usd",
        }),
        expect.objectContaining({ key: dispute.id, kind: "dispute", isSettled: false }),
      ]),
    );
    expect(await gateway.listReversals(paymentRef)).toHaveLength(2);

    api.control.closeDispute({ disputeId: dispute.id, outcome: "lost" });
    const closed = await gateway.listReversals(paymentRef);
    expect(closed.find(({ kind }) => kind === "dispute")?.isSettled).toBe(true);
  });

  it.each([500, 503, 429])("says unavailable, and that nothing is lost, on %i", async (status) => {
    api.control.failNext({ times: 2, status });
    await expect(gateway.openCheckout(anOffer())).rejects.toMatchObject({
      code: "payment_unavailable",
      retryable: true,
    });
  });

  it("says unavailable when nobody answers", async () => {
    const stripe = createStripeClient({ secretKey: api.secretKey, apiUrl: "http://127.0.0.1:1" });
    const gone = createStripeGateway({ stripe, publicUrl: PUBLIC_URL });
    await expect(gone.openCheckout(anOffer())).rejects.toMatchObject({
      code: "payment_unavailable",
      retryable: true,
    });
  });

  it("opens one page when the answer to the first try is lost", async () => {
    api.control.loseNextAnswer({ path: "/v1/checkout" });
    await gateway.openCheckout(anOffer());
    expect(api.control.sessions()).toHaveLength(1);
  });

  it.each([
    ["a key it does not know", "sk_test_of_somebody_else", {}],
    ["a time it does not take", undefined, { expiresAt: new Date(Date.now() + 60_000) }],
  ])("says rejected, and nothing of keys, on %s", async (_, secretKey, offer) => {
    const stripe = createStripeClient({ secretKey: secretKey ?? api.secretKey, apiUrl });
    const refused = createStripeGateway({ stripe, publicUrl: PUBLIC_URL });

    const error: Error = await refused.openCheckout(anOffer(offer)).catch((cause) => cause);

    expect(error).toMatchObject({ code: "payment_rejected", retryable: false });
    expect(error.message).not.toContain("sk_test");
  });
});
