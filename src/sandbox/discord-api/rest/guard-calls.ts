import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler } from "hono";
import type { Platform } from "../platform.js";
import { refuse } from "./api-error.js";
import { createRateLimits } from "./rate-limits.js";
import { readRequestBody } from "./request-body.js";
import type { RestContext, RestEnv } from "./rest-env.js";

// These carry their secret in the path; everything else wants the bot's token.
const OPEN_PATHS = /^\/api\/v10\/(?:(?:interactions|webhooks)\/|gateway$)/;

/** Token, allowance and switched-on faults, before any route sees a call. */
export function guardCalls(platform: Platform): MiddlewareHandler<RestEnv> {
  const limits = createRateLimits();
  return async (context, next) => {
    if (!OPEN_PATHS.test(context.req.path)) checkToken(platform, context);
    const fault = platform.switches.restFaults.shift();
    if (fault?.kind === "rate_limited") return rateLimited(fault);
    if (fault?.kind === "server_error") return serverError(fault.status);
    const limit = limits.take(bucketOf(context));
    if (!limit.allowed) {
      return rateLimited({ retryAfterSeconds: limit.resetAfterSeconds, scope: "user" });
    }
    context.set("body", await readRequestBody(context.req.raw));
    await next();
    if (fault?.kind === "lost_answer") {
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    for (const [name, value] of Object.entries(limit.headers)) context.res.headers.set(name, value);
    return undefined;
  };
}

function checkToken(platform: Platform, context: RestContext): void {
  const given = /^Bot (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
  const { token } = platform.settings;
  if (given === undefined || (token !== null && given !== token)) throw refuse("unauthorized");
}

/** Calls share an allowance by method and the first two parts of the path; answering an interaction has its own. */
function bucketOf(context: RestContext): string {
  const [kind = "", id = "", rest = ""] = context.req.path.split("/").slice(3);
  return kind === "webhooks"
    ? `${context.req.method} ${kind}/${rest}`
    : `${context.req.method} ${kind}/${id}`;
}

function rateLimited(limit: {
  retryAfterSeconds: number;
  scope: "user" | "global" | "shared";
}): Response {
  const { retryAfterSeconds, scope } = limit;
  const body = {
    message: "You are being rate limited.",
    retry_after: retryAfterSeconds,
    global: scope === "global",
  };
  return Response.json(body, {
    status: 429,
    headers: {
      // Whole seconds here; only the body and the reset are exact.
      "Retry-After": String(Math.ceil(retryAfterSeconds)),
      "X-RateLimit-Scope": scope,
      "X-RateLimit-Reset-After": String(retryAfterSeconds),
      ...(scope === "global" ? { "X-RateLimit-Global": "true" } : {}),
      // Without it the client takes the answer for one of the front proxy.
      Via: "1.1 sandbox",
    },
  });
}

function serverError(status: number): Response {
  return Response.json({ message: `${status}: Internal Server Error`, code: 0 }, { status });
}
