import type { App, Extras } from "../compose.js";
import type { Config } from "../settings/config.js";
import type { FetchHandler } from "../web/web-server.js";
import { claimData } from "./claim-data.js";
import { type ConditionSwitches, createConditionSwitches } from "./conditions.js";
import { type Console, createConsole } from "./console/console.js";
import { refuseForeign } from "./console/request-guard.js";
import type { DiscordControl } from "./discord-api/control.js";
import type { FalControl } from "./fal-api/control.js";
import type { ReplicateControl } from "./replicate-api/control.js";
import { resetData } from "./reset-data.js";
import { openServers } from "./servers.js";
import { spendCredits } from "./spend-credits.js";
import type { StripeControl } from "./stripe-api/control-types.js";
import type { StripeApi } from "./stripe-api/stripe-api.js";
import type { TelegramControl } from "./telegram-api/control-types.js";

/** Local servers that speak the platforms' own protocols, and the settings that point the real clients at them. */
export interface Sandbox {
  readonly config: Config;
  readonly extras: Extras;
  readonly discord: DiscordControl;
  readonly telegram: TelegramControl;
  readonly stripe: StripeControl;
  /** Null unless IMAGE_PROVIDERS names replicate and no token of one's own is set. */
  readonly replicate: ReplicateControl | null;
  /** The same for fal. */
  readonly fal: FalControl | null;
  readonly conditions: ConditionSwitches;
  claim(app: App): Promise<void>;
  /** The console's routes in front of the house's own. */
  front(app: App): FetchHandler;
  close(): Promise<void>;
}

/**
 * @param options.paceMs How long the next picture takes besides drawing it.
 * @param options.pixels About how many pixels a picture has; a megapixel unless told.
 */
export async function openSandbox(
  config: Config,
  options: { paceMs?: () => number; pixels?: number } = {},
): Promise<Sandbox> {
  const conditions = createConditionSwitches(options);
  const servers = await openServers(config, conditions);
  const { discord, telegram, stripe } = servers;
  let pages: Console | undefined;
  return {
    config: { ...config, ...servers.settings },
    extras: { sketchConditions: conditions },
    discord,
    telegram: telegram.control,
    stripe: stripe.control,
    replicate: servers.replicate?.control ?? null,
    fal: servers.fal?.control ?? null,
    conditions,

    claim: claimData,

    front(app) {
      pages = createConsole({
        discord,
        telegram: telegram.control,
        stripe: stripe.control,
        client: app.client,
        conditions,
        publicUrl: config.publicUrl,
        grant: (input) => grant(app, input),
        spend: (person) => spendCredits(app, person),
        async reset() {
          conditions.reset();
          servers.reset();
          await resetData(app);
        },
      });
      const { fetch } = pages;
      return (request, bindings) =>
        fetch(request) ??
        openCheckout(stripe, request, config.publicUrl) ??
        app.fetch(request, bindings);
    },

    async close() {
      pages?.close();
      await servers.close();
    },
  };
}

/** The checkout page under the house's own address. Null when the request is for something else. */
function openCheckout(stripe: StripeApi, request: Request, publicUrl: string) {
  if (!new URL(request.url).pathname.startsWith("/c/pay/")) return null;
  return refuseForeign(request, publicUrl) ?? stripe.fetchPage(request);
}

async function grant(
  app: App,
  input: { platform: "discord" | "telegram"; userId: string; credits: number },
): Promise<void> {
  const { platform, userId: user, credits } = input;
  await app.adminCommands.grant?.({ platform, user, credits, reason: "sandbox" });
}
