import type { Delivery, SentEvent } from "../control-types.js";
import { signPayload } from "./signature.js";

export interface Webhook {
  set(target: { url: string; secret?: string } | null): void;
  isSet(): boolean;
  url(): string | null;
  /** Tells the endpoint once; what goes wrong is in the delivery. */
  deliver(event: SentEvent, attempt: number): Promise<Delivery>;
  /** @param input.secret Null: without a signature. */
  post(input: {
    body: string;
    secret?: string | null;
    timestamp?: number;
    contentType?: string;
  }): Promise<{ status: number; text: string }>;
  dropNext(times: number): void;
  deliveries(): Delivery[];
  clear(): void;
}

const ANSWER_TIMEOUT_MS = 20_000;
const KEPT_ANSWER = 1_000;
const KEPT_DELIVERIES = 2_000;

export function createWebhook(deps: {
  secret: string;
  onDelivery(delivery: Delivery): void;
}): Webhook {
  let target: { url: string; secret: string } | undefined;
  let deliveries: Delivery[] = [];
  let dropsLeft = 0;

  async function post(input: {
    body: string;
    secret?: string | null;
    timestamp?: number;
    contentType?: string;
  }): Promise<{ status: number; text: string }> {
    if (target === undefined) throw new Error("no webhook is set");
    const { body, timestamp = Math.floor(Date.now() / 1_000) } = input;
    const secret = input.secret === undefined ? target.secret : input.secret;
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": input.contentType ?? "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        ...(secret !== null && { "stripe-signature": signPayload({ body, secret, timestamp }) }),
      },
      body,
      redirect: "manual", // Stripe takes a redirect for a failure.
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  }

  async function tell(event: SentEvent, attempt: number) {
    if (attempt === 1 && dropsLeft > 0) {
      dropsLeft -= 1;
      return { status: null, text: "lost on its way" };
    }
    try {
      return await post({ body: JSON.stringify(event, null, 2) });
    } catch (error) {
      return { status: null, text: String(error) };
    }
  }

  return {
    set(next) {
      target = next === null ? undefined : { secret: deps.secret, ...next };
    },
    isSet: () => target !== undefined,
    url: () => target?.url ?? null,
    async deliver(event, attempt) {
      const startedAtMs = Date.now();
      const { status, text } = await tell(event, attempt);
      const delivery: Delivery = {
        eventId: event.id,
        type: event.type,
        attempt,
        at: new Date(startedAtMs).toISOString(),
        status,
        answer: text.slice(0, KEPT_ANSWER),
        durationMs: Date.now() - startedAtMs,
      };
      deliveries.push(delivery);
      if (deliveries.length > KEPT_DELIVERIES) deliveries.shift();
      deps.onDelivery(delivery);
      return delivery;
    },
    post,
    dropNext(times) {
      dropsLeft += times;
    },
    deliveries: () => [...deliveries],
    clear() {
      deliveries = [];
      dropsLeft = 0;
    },
  };
}
