import { Hono } from "hono";
import type { Platform } from "../../platform.js";
import type { RestEnv } from "../rest-env.js";

const SESSIONS_PER_DAY = 1000;
// The real figure for small applications is 1 in five seconds; a test of several shards would crawl.
const IDENTIFIES_AT_ONCE = 16;

export function gatewayRoutes(platform: Platform): Hono<RestEnv> {
  const url = () => `${platform.origin.replace(/^http/, "ws")}/gateway`;
  return new Hono<RestEnv>()
    .get("/gateway", (context) => context.json({ url: url() }))
    .get("/gateway/bot", (context) =>
      context.json({
        url: url(),
        shards: 1,
        session_start_limit: {
          total: SESSIONS_PER_DAY,
          remaining: SESSIONS_PER_DAY,
          reset_after: 0,
          max_concurrency: IDENTIFIES_AT_ONCE,
        },
      }),
    );
}
