import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../core/ports/log.js";
import type { ReadMaintenance } from "../core/running/maintenance.js";
import { addHealthRoutes, type Check } from "./health-routes.js";

/** Nothing a platform or a provider tells us is larger. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Adds some paths, e.g. those of one webhook. */
export type RoutePart = (routes: Hono) => void;

/** The HTTP side of the house: health, and the parts this process serves. */
export function createRoutes(deps: {
  log: Log;
  checks: Readonly<Record<string, Check>>;
  readMaintenance?: ReadMaintenance;
  parts: readonly RoutePart[];
}): Hono {
  const routes = new Hono();
  routes.use(
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => context.text("too large", 413) }),
  );
  routes.onError((error, context) => {
    deps.log.error("web_request_failed", error, { method: context.req.method });
    return context.text("Something broke on our side.", 500);
  });
  addHealthRoutes(routes, deps);
  for (const addTo of deps.parts) addTo(routes);
  return routes;
}
