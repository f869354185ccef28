import type { WebhookInfo } from "grammy/types";
import { z } from "zod";
import { badRequest, conflict } from "../refusal.js";
import type { QueuedUpdate } from "../updates/update-queue.js";
import { boolean, type Call, integer, json, readParams, string } from "./call.js";

const allowedUpdatesParam = json(z.array(z.string())).optional();
const pollSchema = z.object({
  offset: integer.default(0),
  limit: integer.default(100),
  timeout: integer.default(0),
  allowed_updates: allowedUpdatesParam,
});
const webhookSchema = z.object({
  url: string.default(""),
  secret_token: string.optional(),
  max_connections: integer.default(40),
  allowed_updates: allowedUpdatesParam,
  drop_pending_updates: boolean.optional(),
});
const deleteSchema = z.object({ drop_pending_updates: boolean.optional() });

const maxPollSeconds = 50; // The real server waits no longer, whatever is asked for.
const webhookPorts = new Set(["", "443", "80", "88", "8443"]);

export function getUpdates(call: Call): Promise<QueuedUpdate[]> {
  const params = readParams(call, pollSchema);
  if (call.platform.webhook.target() !== undefined) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  return call.platform.updates.poll({
    offset: params.offset,
    limit: params.limit >= 1 && params.limit <= 100 ? params.limit : 100,
    timeoutSeconds: Math.min(Math.max(params.timeout, 0), maxPollSeconds),
    allowedUpdates: params.allowed_updates,
    signal: call.signal,
  });
}

export function setWebhook(call: Call): true {
  const params = readParams(call, webhookSchema);
  const { updates, webhook } = call.platform;
  if (params.url !== "") checkWebhook(params.url, params.secret_token);
  if (params.allowed_updates !== undefined) updates.setAllowed(params.allowed_updates);
  if (params.drop_pending_updates === true) updates.dropAll();
  if (params.url === "") {
    webhook.remove();
    return true;
  }
  updates.interruptPoller("terminated by setWebhook request");
  webhook.set({
    url: params.url,
    secretToken: params.secret_token,
    maxConnections: Math.min(Math.max(params.max_connections, 1), 100),
  });
  return true;
}

export function deleteWebhook(call: Call): true {
  const params = readParams(call, deleteSchema);
  call.platform.webhook.remove();
  if (params.drop_pending_updates === true) call.platform.updates.dropAll();
  return true;
}

export function getWebhookInfo(call: Call): WebhookInfo {
  const { updates, webhook } = call.platform;
  const target = webhook.target();
  const error = webhook.lastError();
  // Only kinds the bot asked for by name can stand here, so the names are the bot's own.
  const allowed = updates.allowed() as WebhookInfo["allowed_updates"];
  return {
    url: target?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: updates.pending().length,
    ...(target === undefined ? {} : { max_connections: target.maxConnections }),
    ...(error === undefined
      ? {}
      : { last_error_date: error.date, last_error_message: error.message }),
    ...(allowed === undefined ? {} : { allowed_updates: allowed }),
  };
}

/** HTTPS on one of four ports; plain HTTP only for this machine, as a server started with `--local` allows. */
function checkWebhook(url: string, secretToken: string | undefined): void {
  if (!URL.canParse(url)) throw badRequest("bad webhook: invalid URL specified");
  const { protocol, hostname, port } = new URL(url);
  const isLocal = hostname === "127.0.0.1" || hostname === "localhost";
  if (!isLocal && protocol !== "https:") {
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
  if (!isLocal && !webhookPorts.has(port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
  if (secretToken !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secretToken)) {
    throw badRequest("secret token contains unallowed characters");
  }
}
