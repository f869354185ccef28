import { randomBytes } from "node:crypto";
import type { CheckoutOutcome, PayerActions, Session } from "../control-types.js";
import type { Platform } from "../platform.js";
import { currentSession } from "../world/checkout.js";
import { missingPage, type PageState, sessionPage } from "./session-page.js";

interface PageDeps {
  readonly platform: Platform;
  readonly payer: PayerActions;
}

const PATH = /^\/c\/pay\/([A-Za-z0-9_]+)$/;
const MAX_FORM_BYTES = 1_000;

/** The page where people pay. Null when the request is for something else. */
export function handlePage(deps: PageDeps, request: Request): Promise<Response> | null {
  const id = PATH.exec(new URL(request.url).pathname)?.[1];
  return id === undefined ? null : answer(deps, request, id);
}

async function answer(deps: PageDeps, request: Request, id: string): Promise<Response> {
  const { books } = deps.platform;
  if (!books.sessions.has(id)) return toResponse(404, (nonce) => missingPage(nonce));
  const session = currentSession(deps.platform, id);
  if (request.method !== "POST") return show(deps, session, stateOf(session));
  const text = (await request.text()).slice(0, MAX_FORM_BYTES);
  const outcome = choose(deps.payer, id, new URLSearchParams(text).get("choice"));
  if (outcome === null) return show(deps, session, stateOf(session));
  switch (outcome.kind) {
    case "paid":
    case "processing":
      return goTo(successUrlOf(session));
    case "declined":
      return show(deps, session, "declined");
    case "already_complete":
    case "expired":
      return show(deps, session, stateOf(session));
  }
}

function choose(payer: PayerActions, id: string, choice: string | null): CheckoutOutcome | null {
  if (choice === "pay") return payer.pay(id);
  if (choice === "decline") return payer.declineCard(id);
  if (choice === "later") return payer.payLater(id);
  if (choice === "later_fails") return payer.payLater(id, { outcome: "fails" });
  return null;
}

function stateOf(session: Session): PageState {
  if (session.status !== "complete") return session.status === "expired" ? "expired" : "open";
  return session.payment_status === "paid" ? "paid" : "processing";
}

function show({ platform }: PageDeps, session: Session, state: PageState): Promise<Response> {
  const [item] = platform.books.lineItems.get(session.id) ?? [];
  const view = {
    itemName: item?.description ?? "Payment",
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    minutesLeft: Math.max(1, Math.ceil((session.expires_at - platform.now()) / 60)),
    successUrl: successUrlOf(session),
    cancelUrl: session.cancel_url,
    state,
  };
  return toResponse(200, (nonce) => sessionPage({ ...view, nonce }), [view.successUrl]);
}

function successUrlOf(session: Session): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function goTo(url: string): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 303, headers: { location: url } }));
}

/** @param goals Where a sent form may lead to: browsers check that through every redirect. */
async function toResponse(
  status: number,
  render: (nonce: string) => string,
  goals: readonly string[] = [],
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  const origins = goals.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  return new Response(render(nonce), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self' ${origins.join(" ")}; base-uri 'none'; frame-ancestors 'none'`,
      // "no-referrer" would make browsers hide where a form comes from, and it would be taken for a stranger's.
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
  });
}
