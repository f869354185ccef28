import type { LineItem, Session } from "../../control-types.js";
import type { Platform } from "../../platform.js";
import { currentSession, expire } from "../../world/checkout.js";
import { createId } from "../../world/ids.js";
import { createSession } from "../../world/session-shape.js";
import { invalid, noSuch } from "../api-error.js";
import { listPage } from "../list.js";
import type { ApiCall, Route } from "../route.js";
import { parseSessionParams, type SessionParams, totalOf } from "../session-params.js";

const PATH = "/v1/checkout/sessions";
const DAY_SECONDS = 86_400;

export const sessionRoutes: readonly Route[] = [
  { method: "POST", path: PATH, run: open },
  {
    method: "GET",
    path: PATH,
    run({ platform, params }) {
      for (const id of platform.books.sessions.keys()) currentSession(platform, id);
      const filters = ["payment_intent", "status", "customer", "subscription", "payment_link"];
      return listPage(platform.books.sessions.values(), { params, filters, url: PATH });
    },
  },
  { method: "GET", path: `${PATH}/:id`, run: (call) => sessionOf(call) },
  {
    method: "GET",
    path: `${PATH}/:id/line_items`,
    run(call) {
      const items = call.platform.books.lineItems.get(sessionOf(call).id) ?? [];
      return listPage(items, { params: call.params, filters: [], url: PATH });
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/expire`,
    run(call) {
      const session = sessionOf(call);
      if (session.status !== "open") {
        throw invalid(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of "${session.status}".`,
        );
      }
      expire(call.platform, session);
      return session;
    },
  },
];

function sessionOf({ platform, ids }: ApiCall): Session {
  const { id = "" } = ids;
  if (!platform.books.sessions.has(id)) throw noSuch("checkout.session", id);
  return currentSession(platform, id);
}

function open({ platform, params }: ApiCall): Session {
  const now = platform.now();
  const asked = parseSessionParams(params, now);
  const intentMetadata = asked.payment_intent_data?.metadata ?? {};
  const session = createSession(
    {
      amountMinor: totalOf(asked),
      currency: currencyOf(asked),
      successUrl: asked.success_url,
      cancelUrl: asked.cancel_url ?? null,
      clientReferenceId: asked.client_reference_id ?? null,
      customerEmail: asked.customer_email ?? null,
      locale: asked.locale ?? null,
      metadata: asked.metadata ?? {},
      expiresAt: asked.expires_at ?? now + DAY_SECONDS,
    },
    { created: now, pageOrigin: platform.pageOrigin },
  );
  platform.books.sessions.set(session.id, session);
  platform.books.lineItems.set(session.id, asked.line_items.map(toLineItem));
  platform.books.intentMetadata.set(session.id, intentMetadata);
  expireInTime(platform, session);
  platform.touch(session);
  return session;
}

/** Looks again when its time is over; a clock that was moved meanwhile has seen to it already. */
function expireInTime(platform: Platform, session: Session): void {
  const waitMs = (session.expires_at - platform.now()) * 1_000;
  setTimeout(() => {
    if (platform.books.sessions.has(session.id)) currentSession(platform, session.id);
  }, waitMs).unref();
}

function currencyOf({ line_items: [first] }: SessionParams): string {
  return (first?.price_data.currency ?? "usd").toLowerCase();
}

function toLineItem({ price_data, quantity }: SessionParams["line_items"][number]): LineItem {
  const amountMinor = price_data.unit_amount * quantity;
  return {
    id: createId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amountMinor,
    amount_tax: 0,
    amount_total: amountMinor,
    currency: price_data.currency.toLowerCase(),
    description: price_data.product_data.name,
    metadata: {},
    price: null,
    quantity,
  };
}
