import Stripe from "stripe";
import { startHttpListener } from "../../../src/sandbox/http-listener.js";
import { createStripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";

/** The sandbox's Stripe with the real client, and a shop's webhook that checks every signature. */
export async function openStripe() {
  const api = createStripeApi({ webhookRetryMs: 20 });
  const { apiUrl, port } = await api.listen();
  const client = aClient(port);
  const heard: Stripe.Event[] = [];
  const shop = { answers: [] as number[] };
  const listener = await startHttpListener({
    async fetch(request) {
      const body = await request.text();
      const signature = request.headers.get("stripe-signature") ?? "";
      try {
        heard.push(client.webhooks.constructEvent(body, signature, api.webhookSecret));
      } catch {
        return new Response("forged", { status: 400 });
      }
      return new Response("", { status: shop.answers.shift() ?? 200 });
    },
  });
  api.control.setWebhook({ url: `${listener.origin}/webhooks/stripe` });
  return {
    api,
    apiUrl,
    port,
    control: api.control,
    client,
    shop,
    heard,
    types: () => heard.map(({ type }) => type),
    /** A checkout as our shop opens one. */
    open: (
      changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
      options: Stripe.RequestOptions = {},
    ) =>
      client.checkout.sessions.create({ ...PACK, expires_at: inMinutes(30), ...changes }, options),
    async close() {
      await api.close();
      await listener.close();
    },
  };
}

export function aClient(port: number): Stripe {
  return new Stripe("sk_test_sandbox0000000000000000", {
    host: "127.0.0.1",
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** A checkout opened at a server that runs elsewhere. */
export const aPack = (port: number) => aClient(port).checkout.sessions.create(PACK);

export type OpenStripe = Awaited<ReturnType<typeof openStripe>>;

export const inMinutes = (minutes: number) => Math.floor(Date.now() / 1_000) + minutes * 60;

export const PACK = {
  mode: "payment",
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: "usd",
        unit_amount: 499,
        product_data: { name: "600 credits" },
      },
    },
  ],
  metadata: { checkout_id: "checkout-1", pack_id: "medium" },
  payment_intent_data: { metadata: { checkout_id: "checkout-1" } },
  client_reference_id: "checkout-1",
  success_url: "http://localhost:3000/pay/done?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://localhost:3000/pay/cancelled",
} satisfies Stripe.Checkout.SessionCreateParams;
