import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { isFromThisMachine } from "./client-address.js";
import type { RoutePart } from "./routes.js";

export interface MetricsRoutesDeps {
  /** Null: only this machine is answered. */
  readonly token: string | null;
  readonly trustedProxies: number;
  readonly contentType: string;
  readonly render: () => Promise<string>;
}

/** `/metrics` for Prometheus: 401 without the right token, 403 from elsewhere when there is none. */
export function metricsRoutes(deps: MetricsRoutesDeps): RoutePart {
  return (routes) => {
    routes.get("/metrics", async (context) => {
      if (deps.token !== null && !hasToken(context, deps.token)) {
        return context.text("This needs a token.", 401, { "www-authenticate": "Bearer" });
      }
      if (deps.token === null && !isFromThisMachine(context, deps.trustedProxies)) {
        return context.text("Only this machine is answered; set METRICS_TOKEN for others.", 403);
      }
      const headers = { "content-type": deps.contentType, "cache-control": "no-store" };
      return context.body(await deps.render(), 200, headers);
    });
  };
}

/** Digests are compared, so that neither length nor content shows in the time it takes. */
function hasToken(context: Context, token: string): boolean {
  const given = context.req.header("authorization") ?? "";
  return timingSafeEqual(digest(given), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
