import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Platform } from "../platform.js";
import { createId } from "../world/ids.js";
import { ApiError, invalid } from "./api-error.js";
import { expand } from "./expand.js";
import { type FormFields, parseForm } from "./form.js";
import type { Outcome } from "./idempotency.js";
import { matchRoute, type Route } from "./route.js";
import { accountRoutes } from "./routes/account.js";
import { paymentRoutes } from "./routes/payments.js";
import { sessionRoutes } from "./routes/sessions.js";

const ROUTES: readonly Route[] = [...sessionRoutes, ...paymentRoutes, ...accountRoutes];
const MAX_BODY_BYTES = 256 * 1024;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly params: FormFields;
  readonly idempotencyKey: string | null;
}

/** Answers one call of the API as Stripe does; every call is logged. */
export async function handleCall(
  platform: Platform,
  request: Request,
  connection: HttpBindings,
): Promise<Response> {
  const startedAtMs = Date.now();
  const call = await readCall(request);
  const { outcome, headers, isLost } = await answer(platform, request, call);
  platform.calls.add({
    at: new Date(startedAtMs).toISOString(),
    ...call,
    status: outcome.status,
    ...messageOf(outcome.body),
    durationMs: Date.now() - startedAtMs,
  });
  if (isLost) {
    connection.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  return Response.json(outcome.body, {
    status: outcome.status,
    headers: { "request-id": createId("req", 14), ...headers },
  });
}

async function answer(platform: Platform, request: Request, call: Call) {
  try {
    checkKey(platform, request.headers.get("authorization"));
    const { outcome, isReplayed, isLost } = await perform(platform, call);
    const headers: Record<string, string> = isReplayed ? { "idempotent-replayed": "true" } : {};
    return { outcome, headers, isLost };
  } catch (error) {
    const refusal = error instanceof ApiError ? error : toFailure(error);
    const outcome: Outcome = { status: refusal.status, body: refusal.toJSON() };
    return { outcome, headers: {}, isLost: false };
  }
}

async function perform(platform: Platform, call: Call) {
  const { method, path, params, idempotencyKey: key } = call;
  const found = matchRoute(ROUTES, call);
  if (!found) {
    platform.calls.addUnknownPath(`${method} ${path}`);
    throw new ApiError({
      status: 404,
      message: `Unrecognized request URL (${method}: ${path}). The sandbox does not have it.`,
    });
  }
  let isLost = false;
  const run = async (): Promise<Outcome> => {
    ({ isAnswerLost: isLost } = await platform.faults.apply(call));
    const body = found.route.run({ platform, ids: found.ids, params });
    return { status: 200, body: structuredClone(expand(platform.books, body, params)) };
  };
  if (method !== "POST" || key === null) return { outcome: await run(), isReplayed: false, isLost };
  const fingerprint = JSON.stringify([path, params]);
  const answered = await platform.idempotency.once({ key, fingerprint }, run);
  return { ...answered, isLost };
}

async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url);
  const text = request.method === "POST" ? await request.text() : "";
  const params = new URLSearchParams(text.length > MAX_BODY_BYTES ? "" : text);
  for (const [name, value] of url.searchParams) params.append(name, value);
  return {
    method: request.method,
    path: url.pathname.replace(/\/$/, ""),
    params: parseForm(params),
    idempotencyKey: request.headers.get("idempotency-key"),
  };
}

function checkKey(platform: Platform, header: string | null): void {
  const [scheme, value = ""] = (header ?? "").split(" ");
  const key = scheme === "Basic" ? atob(value).replace(/:$/, "") : value;
  if (key === platform.secretKey) return;
  const message =
    key === ""
      ? "You did not provide an API key."
      : `Invalid API Key provided: ${key.slice(0, 8)}${"*".repeat(8)}${key.slice(-4)}`;
  throw new ApiError({ status: 401, message });
}

function toFailure(error: unknown): ApiError {
  if (error instanceof URIError) return invalid("The path could not be read.");
  return new ApiError({ status: 500, type: "api_error", message: String(error) });
}

function messageOf(body: object): { message?: string } {
  const error = "error" in body ? body.error : undefined;
  const isWorded = typeof error === "object" && error !== null && "message" in error;
  return isWorded ? { message: String(error.message) } : {};
}
