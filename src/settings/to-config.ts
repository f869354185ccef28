import { resolve } from "node:path";
import { parseCredits } from "../core/credits.js";
import {
  type Config,
  type DiscordConfig,
  type FalConfig,
  type ProviderName,
  type ReplicateConfig,
  ROLES,
  type S3Config,
  type StripeConfig,
  type TelegramConfig,
} from "./config.js";
import type { Environment } from "./environment.js";
import { toOwnUrl } from "./own-url.js";

/** The settings as the house reads them: nested by what belongs together. */
export function toConfig(env: Environment): Config {
  const { DATABASE_URL } = env;
  const isSandbox = !env.DISCORD_TOKEN && !env.TELEGRAM_BOT_TOKEN;
  const stripe = toStripe(env);
  return {
    isSandbox,
    roles: ROLES.filter((role) => env.ROLES.includes(role)),
    discord: toDiscord(env),
    telegram: toTelegram(env),
    providers: env.IMAGE_PROVIDERS ?? toProviders(env),
    replicate: toReplicate(env),
    fal: toFal(env),
    stripe,
    telegramPayments: env.TELEGRAM_PAYMENTS ?? (isSandbox ? "stripe" : "off"),
    s3: toS3(env),
    outputHosts: env.OUTPUT_HOSTS ?? [],
    trialCredits: parseCredits(env.TRIAL_CREDITS),
    limits: { maxOpen: env.MAX_OPEN_GENERATIONS, maxPerMinute: env.MAX_REQUESTS_PER_MINUTE },
    laneConcurrency: {
      quick: env.QUICK_LANE_CONCURRENCY,
      standard: env.STANDARD_LANE_CONCURRENCY,
      clip: env.CLIP_LANE_CONCURRENCY,
      private: env.PRIVATE_LANE_CONCURRENCY,
    },
    providerConcurrency: {
      ...(env.REPLICATE_CONCURRENCY > 0 && { replicate: env.REPLICATE_CONCURRENCY }),
      ...(env.FAL_CONCURRENCY > 0 && { fal: env.FAL_CONCURRENCY }),
    },
    spendCeilings: {
      instanceMicroUsd: toMicroUsd(env.DAILY_CEILING_USD),
      accountMicroUsd: toMicroUsd(env.DAILY_ACCOUNT_CEILING_USD),
    },
    database: DATABASE_URL
      ? { url: DATABASE_URL, directUrl: env.DIRECT_DATABASE_URL ?? DATABASE_URL }
      : null,
    redisUrl: env.REDIS_URL ?? null,
    dataDir: resolve(env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? toOwnUrl({ host: env.HOST, port: env.PORT }),
    isPublic: env.PUBLIC_URL !== undefined,
    trustedProxies: env.TRUSTED_PROXIES,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    isProduction: env.NODE_ENV === "production",
    secretKeys: toKeys(env.SECRET_KEYS),
    supportContact: env.SUPPORT_CONTACT ?? null,
  };
}

function toMicroUsd(usd: number | undefined): number | null {
  return usd === undefined ? null : Math.round(usd * 1_000_000);
}

function toDiscord(env: Environment): DiscordConfig | null {
  if (!env.DISCORD_TOKEN) return null;
  return {
    token: env.DISCORD_TOKEN,
    applicationId: env.DISCORD_APPLICATION_ID ?? null,
    publicKey: env.DISCORD_PUBLIC_KEY ?? null,
    mode: env.DISCORD_MODE,
    shards: env.DISCORD_SHARDS,
    apiUrl: env.DISCORD_API_URL,
    cdnUrl: env.DISCORD_CDN_URL,
    mediaUrl: env.DISCORD_MEDIA_URL,
  };
}

function toTelegram(env: Environment): TelegramConfig | null {
  if (!env.TELEGRAM_BOT_TOKEN) return null;
  return {
    token: env.TELEGRAM_BOT_TOKEN,
    mode: env.TELEGRAM_MODE,
    webhookSecret: env.TELEGRAM_WEBHOOK_SECRET ?? null,
    apiUrl: env.TELEGRAM_API_URL,
  };
}

function toReplicate(env: Environment): ReplicateConfig | null {
  if (!env.REPLICATE_API_TOKEN) return null;
  return {
    apiToken: env.REPLICATE_API_TOKEN,
    webhookSecret: env.REPLICATE_WEBHOOK_SECRET ?? null,
    apiUrl: env.REPLICATE_API_URL ?? "https://api.replicate.com/v1",
  };
}

function toFal(env: Environment): FalConfig | null {
  if (!env.FAL_KEY) return null;
  return {
    key: env.FAL_KEY,
    queueUrl: env.FAL_QUEUE_URL ?? "https://queue.fal.run",
    restUrl: env.FAL_REST_URL ?? "https://rest.fal.ai",
  };
}

/** Those whose key is set. */
function toProviders(env: Environment): readonly [ProviderName, ...ProviderName[]] {
  const { REPLICATE_API_TOKEN, FAL_KEY } = env;
  if (REPLICATE_API_TOKEN) return FAL_KEY ? ["replicate", "fal"] : ["replicate"];
  return FAL_KEY ? ["fal"] : ["sketch"];
}

function toStripe(env: Environment): StripeConfig | null {
  if (!env.STRIPE_SECRET_KEY) return null;
  return {
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? null,
    apiUrl: env.STRIPE_API_URL ?? "https://api.stripe.com",
    isLive: /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY),
  };
}

function toS3(env: Environment): S3Config | null {
  const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (!S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return null;
  return {
    endpoint: env.S3_ENDPOINT ?? null,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    region: env.S3_REGION,
  };
}

function toKeys(keys: readonly string[] | undefined): readonly [string, ...string[]] | null {
  const [first, ...rest] = keys ?? [];
  return first === undefined ? null : [first, ...rest];
}
