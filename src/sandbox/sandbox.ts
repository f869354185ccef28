import type { App, Extras } from "../compose.js";
import type { Config } from "../settings/config.js";
import type { FetchHandler } from "../web/web-server.js";
import { type ConditionSwitches, createConditionSwitches } from "./conditions.js";
import { type Console, createConsole } from "./console/console.js";
import type { DiscordControl } from "./discord-api/control.js";
import { createDiscordApi } from "./discord-api/discord-api.js";
import { resetData } from "./reset-data.js";
import type { TelegramControl } from "./telegram-api/control-types.js";
import { createTelegramApi } from "./telegram-api/telegram-api.js";

/** Local servers that speak the platforms' own protocols, and the settings that point the real clients at them. */
export interface Sandbox {
  readonly config: Config;
  readonly extras: Extras;
  readonly discord: DiscordControl;
  readonly telegram: TelegramControl;
  readonly conditions: ConditionSwitches;
  /** The console's routes in front of the house's own. */
  front(app: App): FetchHandler;
  close(): Promise<void>;
}

/** @param options.paceMs How long the next picture takes besides drawing it. */
export async function openSandbox(
  config: Config,
  options: { paceMs?: () => number } = {},
): Promise<Sandbox> {
  const discord = createDiscordApi();
  const telegram = createTelegramApi();
  const conditions = createConditionSwitches(options.paceMs);
  let pages: Console | undefined;
  const discordAt = await discord.listen();
  const telegramAt = await telegram.listen();
  return {
    config: {
      ...config,
      discord: {
        token: "sandbox",
        applicationId: null,
        publicKey: null,
        mode: "gateway",
        shards: "auto",
        apiUrl: discordAt.apiUrl,
        cdnUrl: discordAt.cdnUrl,
        mediaUrl: discordAt.mediaUrl,
      },
      telegram: {
        token: telegram.token,
        mode: "polling",
        webhookSecret: null,
        apiUrl: telegramAt.apiRoot,
      },
    },
    extras: { sketchConditions: conditions },
    discord,
    telegram: telegram.control,
    conditions,

    front(app) {
      pages = createConsole({
        discord,
        telegram: telegram.control,
        client: app.client,
        conditions,
        publicUrl: config.publicUrl,
        grant: (input) => grant(app, input),
        async reset() {
          conditions.reset();
          discord.reset();
          telegram.control.reset();
          await resetData(app);
        },
      });
      const { fetch } = pages;
      return (request) => fetch(request) ?? app.fetch(request);
    },

    async close() {
      pages?.close();
      await discord.close();
      await telegram.close();
    },
  };
}

async function grant(
  app: App,
  input: { platform: "discord" | "telegram"; userId: string; credits: number },
): Promise<void> {
  const { platform, userId: user, credits } = input;
  await app.adminCommands.grant?.({ platform, user, credits, reason: "sandbox" });
}
