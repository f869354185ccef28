import type { SecretKeys } from "./adapters/secrets/secret-keys.js";
import { deriveWebhookSecrets } from "./adapters/secrets/webhook-secrets.js";
import type { DiscordBot } from "./bots/discord/discord-bot.js";
import type { TelegramBot } from "./bots/telegram/telegram-bot.js";
import type { WebhookTarget } from "./bots/telegram/webhook-registration.js";
import type { Clock } from "./core/ports/clock.js";
import type { Metrics } from "./core/ports/metrics.js";
import type { Config, DiscordConfig, TelegramConfig } from "./settings/config.js";
import { discordInteractionRoutes } from "./web/discord-interactions.js";
import { createDiscordSignatureCheck } from "./web/discord-signature.js";
import type { RoutePart } from "./web/routes.js";
import { telegramWebhookRoutes } from "./web/telegram-webhook.js";

/** None while interactions come by the gateway. */
export function composeDiscordRoutes(
  { mode, publicKey }: DiscordConfig,
  bot: Pick<DiscordBot, "answer">,
  { clock, metrics }: { clock: Clock; metrics: Metrics },
): readonly RoutePart[] {
  if (mode !== "http" || publicKey === null) return [];
  const route = discordInteractionRoutes({
    check: createDiscordSignatureCheck({ publicKey, clock }),
    answer: bot.answer,
    onWebhook: (outcome) => metrics.countWebhook({ source: "discord", outcome }),
  });
  return [route];
}

/** Null while updates are fetched. */
export function composeWebhookTarget(
  { publicUrl, telegram }: Pick<Config, "publicUrl" | "telegram">,
  keys: SecretKeys,
): WebhookTarget | null {
  if (telegram?.mode !== "webhook") return null;
  const url = `${publicUrl.replace(/\/+$/, "")}/webhooks/telegram`;
  return { url, secretToken: toSecrets(telegram, keys)[0] };
}

/** None while updates are fetched. */
export function composeTelegramRoutes(
  telegram: TelegramConfig,
  bot: Pick<TelegramBot, "receive">,
  { keys, metrics }: { keys: SecretKeys; metrics: Metrics },
): readonly RoutePart[] {
  if (telegram.mode !== "webhook") return [];
  const route = telegramWebhookRoutes({
    secrets: toSecrets(telegram, keys),
    receive: bot.receive,
    onWebhook: (outcome) => metrics.countWebhook({ source: "telegram", outcome }),
  });
  return [route];
}

function toSecrets({ webhookSecret }: TelegramConfig, keys: SecretKeys) {
  return webhookSecret === null ? deriveWebhookSecrets(keys) : ([webhookSecret] as const);
}
