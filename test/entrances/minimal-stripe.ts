import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const WEBHOOK_SECRET = "whsec_of_a_stand_in";

/** A server that knows the few calls it takes to be paid, and answers 404 to all others. */
export interface MinimalStripe {
  readonly settings: Readonly<Record<string, string>>;
  /** The newest checkout's page, as a link would lead there. */
  newestUrl(): string | undefined;
  /** Pays the newest checkout and tells the given webhook, `times` over. Resolves to the statuses it answered. */
  pay(webhookUrl: string, times: number): Promise<readonly number[]>;
  readonly unknown: ReadonlySet<string>;
  close(): void;
}

type Session = Record<string, unknown> & { id: string; url: string };

export async function openMinimalStripe(): Promise<MinimalStripe> {
  const sessions: Session[] = [];
  const byKey = new Map<string, Session>();
  const unknown = new Set<string>();
  let origin = "";

  function create(form: URLSearchParams, key: string): Session {
    const known = byKey.get(key);
    if (known) return known;
    const id = `cs_test_${sessions.length + 1}`;
    const amount = Number(form.get("line_items[0][price_data][unit_amount]"));
    const metadata = [...form].flatMap(([name, value]) => {
      const field = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return field ? [[field, value] as const] : [];
    });
    const session: Session = {
      id,
      object: "checkout.session",
      mode: "payment",
      status: "open",
      payment_status: "unpaid",
      amount_total: amount,
      amount_subtotal: amount,
      currency: form.get("line_items[0][price_data][currency]"),
      client_reference_id: form.get("client_reference_id"),
      metadata: Object.fromEntries(metadata),
      payment_intent: null,
      livemode: false,
      expires_at: Number(form.get("expires_at")),
      url: `${origin}/pay/${id}`,
      brand_new: 1,
    };
    sessions.push(session);
    byKey.set(key, session);
    return session;
  }

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { pathname } = new URL(request.url ?? "/", "http://stripe");
    const call = `${request.method} ${pathname}`;
    if (call === "POST /v1/checkout/sessions") {
      const form = new URLSearchParams(await text(request));
      return { status: 200, body: create(form, String(request.headers["idempotency-key"])) };
    }
    const known = sessions.find(({ id }) => call === `GET /v1/checkout/sessions/${id}`);
    if (known) return { status: 200, body: known };
    if (["GET /v1/refunds", "GET /v1/disputes"].includes(call)) {
      return { status: 200, body: { object: "list", data: [], has_more: false, url: pathname } };
    }
    unknown.add(call);
    const error = { type: "invalid_request_error", message: "Unrecognized request URL" };
    return { status: 404, body: { error } };
  }

  async function tell(webhookUrl: string, session: Session): Promise<number> {
    const event = {
      id: `evt_${session.id}`,
      object: "event",
      type: "checkout.session.completed",
      created: Math.floor(Date.now() / 1_000),
      livemode: false,
      data: { object: session },
    };
    const payload = JSON.stringify(event);
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac("sha256", WEBHOOK_SECRET)
      .update(`${timestamp}.${payload}`)
      .digest("hex");
    const headers = {
      "content-type": "application/json",
      "stripe-signature": `t=${timestamp},v1=${signature}`,
    };
    return (await fetch(webhookUrl, { method: "POST", headers, body: payload })).status;
  }

  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    settings: {
      STRIPE_SECRET_KEY: "sk_test_of_a_stand_in",
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_URL: origin,
    },
    newestUrl: () => sessions.at(-1)?.url,
    async pay(webhookUrl, times) {
      const session = sessions.at(-1);
      if (!session) throw new Error("nobody has begun a checkout");
      Object.assign(session, {
        status: "complete",
        payment_status: "paid",
        payment_intent: "pi_1",
      });
      return Promise.all(Array.from({ length: times }, () => tell(webhookUrl, session)));
    },
    unknown,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
