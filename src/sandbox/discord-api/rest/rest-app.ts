import { Hono } from "hono";
import type { Platform } from "../platform.js";
import { ApiError, refuse } from "./api-error.js";
import { guardCalls } from "./guard-calls.js";
import { recordCall } from "./record-call.js";
import type { RestEnv } from "./rest-env.js";
import { applicationRoutes } from "./routes/applications.js";
import { callbackRoutes } from "./routes/callbacks.js";
import { cdnRoutes } from "./routes/cdn.js";
import { channelRoutes } from "./routes/channels.js";
import { gatewayRoutes } from "./routes/gateway.js";
import { guildRoutes } from "./routes/guilds.js";
import { messageRoutes } from "./routes/messages.js";
import { userRoutes } from "./routes/users.js";
import { webhookRoutes } from "./routes/webhooks.js";

/** The platform's HTTP side: the API under `/api/v10`, files under `/cdn` and `/media`. */
export function createRestApp(platform: Platform): Hono<RestEnv> {
  const api = new Hono<RestEnv>();
  api.use(recordCall(platform));
  api.use(guardCalls(platform));
  for (const routes of [
    gatewayRoutes(platform),
    userRoutes(platform),
    applicationRoutes(platform),
    guildRoutes(platform),
    channelRoutes(platform),
    messageRoutes(platform),
    callbackRoutes(platform),
    webhookRoutes(platform),
  ]) {
    api.route("/", routes);
  }
  const app = new Hono<RestEnv>();
  app.route("/api/v10", api);
  app.route("/", cdnRoutes(platform));
  app.notFound((context) => {
    const { method, path } = context.req;
    if (path.startsWith("/api/")) platform.calls.recordUnknown(`${method} ${path}`);
    return Response.json(refuse("not_found"), { status: 404 });
  });
  app.onError((error) => {
    if (!(error instanceof ApiError)) throw error;
    return Response.json(error, { status: error.status });
  });
  return app;
}
