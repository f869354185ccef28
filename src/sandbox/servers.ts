import type { Config } from "../settings/config.js";
import { toOwnUrl } from "../settings/own-url.js";
import type { ConditionSwitches } from "./conditions.js";
import { createDiscordApi } from "./discord-api/discord-api.js";
import { createFalApi, type FalApi } from "./fal-api/fal-api.js";
import { FAL_KEY } from "./fal-api/key.js";
import { createReplicateApi, type ReplicateApi } from "./replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "./replicate-api/token.js";
import { createStripeApi, type StripeApi } from "./stripe-api/stripe-api.js";
import { createTelegramApi, type TelegramApi } from "./telegram-api/telegram-api.js";

/** The local servers, running, and the settings that point the real clients at them. */
export interface Servers {
  readonly discord: ReturnType<typeof createDiscordApi>;
  readonly telegram: TelegramApi;
  readonly stripe: StripeApi;
  /** Null: pictures come from elsewhere. */
  readonly replicate: ReplicateApi | null;
  /** Null: the same. */
  readonly fal: FalApi | null;
  readonly settings: Pick<Config, "discord" | "telegram" | "stripe" | "telegramPayments"> &
    Partial<Pick<Config, "replicate" | "fal" | "isPublic">>;
  /** Every world back to its beginning. */
  reset(): void;
  close(): Promise<void>;
}

export async function openServers(config: Config, conditions: ConditionSwitches): Promise<Servers> {
  const discord = createDiscordApi();
  const telegram = createTelegramApi();
  // By the house's own address, so that the checkout page is reached wherever the console is.
  const stripe = createStripeApi({ pageOrigin: config.publicUrl });
  const discordAt = await discord.listen();
  const telegramAt = await telegram.listen();
  const stripeAt = await stripe.listen();
  const replicate = isNeeded(config, "replicate") ? createReplicateApi({ conditions }) : null;
  const replicateAt = await replicate?.listen();
  const fal = isNeeded(config, "fal") ? createFalApi({ conditions }) : null;
  const falAt = await fal?.listen();
  stripe.control.setWebhook({ url: `${toOwnUrl(config)}/webhooks/stripe` });
  return {
    discord,
    telegram,
    stripe,
    replicate,
    fal,
    settings: {
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
      stripe: {
        secretKey: stripe.secretKey,
        webhookSecret: stripe.webhookSecret,
        apiUrl: stripeAt.apiUrl,
        isLive: false,
      },
      telegramPayments: "stripe",
      // They stand on this machine, and so they reach us wherever we are.
      ...(replicateAt && {
        replicate: {
          apiToken: REPLICATE_TOKEN,
          webhookSecret: null,
          apiUrl: replicateAt.apiUrl,
        },
      }),
      ...(falAt && { fal: { key: FAL_KEY, queueUrl: falAt.queueUrl, restUrl: falAt.restUrl } }),
      ...((replicateAt ?? falAt) && { isPublic: true }),
    },
    reset() {
      discord.reset();
      telegram.control.reset();
      stripe.control.reset();
      replicate?.control.reset();
      fal?.control.reset();
    },
    async close() {
      await discord.close();
      await telegram.close();
      await stripe.close();
      await replicate?.close();
      await fal?.close();
    },
  };
}

/** With a key of one's own the sandbox's chats get pictures from the real provider. */
function isNeeded(config: Config, name: "replicate" | "fal"): boolean {
  return config.providers.includes(name) && config[name] === null;
}
