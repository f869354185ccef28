import { type HttpListener, startHttpListener } from "../http-listener.js";
import { createMembershipActions } from "./control/membership-actions.js";
import { createPersonActions } from "./control/person-actions.js";
import { createPlatformFaults } from "./control/platform-faults.js";
import { createWorldReads } from "./control/world-reads.js";
import type { TelegramControl } from "./control-types.js";
import { handleRequest } from "./http/handle-request.js";
import { createPlatform } from "./platform.js";
import { sandboxSeed, type WorldSeed } from "./seed.js";

export interface TelegramApiOptions {
  /** `<digits>:<35 characters>`; one of that form when left out. */
  token?: string;
  seed?: WorldSeed;
  /** Refuse with 429 beyond what Telegram is known to bear. Off when left out. */
  hasFloodLimits?: boolean;
  /** How long a pressed button can be answered; 30 s when left out. */
  callbackTtlMs?: number;
  /** The first pause before a webhook is tried again; 1 s when left out. */
  webhookRetryMs?: number;
}

export interface TelegramApi {
  readonly token: string;
  /** The people's side: what tests, the demo and the console drive. */
  readonly control: TelegramControl;
  /** Serves on this machine only. `apiRoot` is what grammY takes as `client.apiRoot`. */
  listen(options?: { port?: number }): Promise<{ apiRoot: string; port: number }>;
  /** Drops every connection, waiting pollers' too. */
  close(): Promise<void>;
}

/**
 * A Telegram of one's own: speaks the Bot API to a real client, keeps its world in memory
 * and refuses what the real platform refuses, in its words.
 */
export function createTelegramApi(options: TelegramApiOptions = {}): TelegramApi {
  const seed = options.seed ?? sandboxSeed;
  const platform = createPlatform({
    token: options.token ?? `${seed.bot.id}:AAE-sandbox_sandbox_sandbox_sandbox`,
    seed,
    hasFloodLimits: options.hasFloodLimits ?? false,
    callbackTtlMs: options.callbackTtlMs ?? 30_000,
    webhookRetryMs: options.webhookRetryMs ?? 1_000,
  });
  let listener: HttpListener | undefined;

  return {
    token: platform.token,
    control: {
      ...createPersonActions(platform),
      ...createMembershipActions(platform),
      ...createPlatformFaults(platform),
      ...createWorldReads(platform),
      onChange: (listen) => platform.events.listen(listen),
      reset: () => platform.reset(),
    },
    async listen(at = {}) {
      if (listener !== undefined) throw new Error("the server listens already");
      listener = await startHttpListener({
        fetch: (request, connection) => handleRequest(platform, request, connection),
        ...(at.port === undefined ? {} : { port: at.port }),
      });
      return { apiRoot: listener.origin, port: listener.port };
    },
    async close() {
      platform.webhook.remove();
      platform.callbacks.clear();
      await listener?.close();
      listener = undefined;
    },
  };
}
