import type { Lane } from "../core/catalog/model.js";
import type { Credits } from "../core/credits.js";
import type { SpendCeilings } from "../core/generation/check-spend.js";

export const ROLES = ["bot", "worker", "web"] as const;
export type Role = (typeof ROLES)[number];
export const PROVIDERS = ["replicate", "fal", "sketch"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export interface DiscordConfig {
  readonly token: string;
  /** What the operator takes it to be; the token's own is asked of Discord at start. Null: not said. */
  readonly applicationId: string | null;
  /** 64 hex digits. Set whenever `mode` is `http`. */
  readonly publicKey: string | null;
  readonly mode: "gateway" | "http";
  readonly shards: "auto" | number;
  readonly apiUrl?: string | undefined;
  readonly cdnUrl?: string | undefined;
  readonly mediaUrl?: string | undefined;
}

export interface TelegramConfig {
  readonly token: string;
  readonly mode: "polling" | "webhook";
  /** Null: derived from the secret keys. */
  readonly webhookSecret: string | null;
  readonly apiUrl?: string | undefined;
}

export interface ReplicateConfig {
  readonly apiToken: string;
  /** Null: asked of Replicate at start. */
  readonly webhookSecret: string | null;
  readonly apiUrl: string;
}

export interface FalConfig {
  readonly key: string;
  readonly queueUrl: string;
  /** Storage, and the keys that webhooks are signed with. */
  readonly restUrl: string;
}

export interface StripeConfig {
  readonly secretKey: string;
  /** Null: payments are off, for nobody could tell us of them. */
  readonly webhookSecret: string | null;
  readonly apiUrl: string;
  readonly isLive: boolean;
}

export interface S3Config {
  /** Null: Amazon's own, by region. */
  readonly endpoint: string | null;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface Config {
  /** True when no chat is configured: local chat servers and a console stand in. */
  readonly isSandbox: boolean;
  readonly discord: DiscordConfig | null;
  readonly telegram: TelegramConfig | null;
  readonly roles: readonly Role[];
  /** In order of preference. */
  readonly providers: readonly ProviderName[];
  readonly replicate: ReplicateConfig | null;
  readonly fal: FalConfig | null;
  readonly stripe: StripeConfig | null;
  /** Whether Telegram shows Stripe's links. */
  readonly telegramPayments: "off" | "stripe";
  /** Null: on disk. */
  readonly s3: S3Config | null;
  /** Hosts that pictures may be fetched from, besides those the adapters know. */
  readonly outputHosts: readonly string[];
  readonly trialCredits: Credits;
  readonly limits: { readonly maxOpen: number; readonly maxPerMinute: number };
  readonly laneConcurrency: Readonly<Record<Lane, number>>;
  /** Most open attempts by provider; who is not named may have as many as there are. */
  readonly providerConcurrency: Readonly<Record<string, number>>;
  readonly spendCeilings: SpendCeilings;
  readonly database: { readonly url: string; readonly directUrl: string } | null;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** True when the outside world reaches us by `publicUrl`: providers may send webhooks there. */
  readonly isPublic: boolean;
  /** How many proxies in front of us write X-Forwarded-For. */
  readonly trustedProxies: number;
  /** Null: `/metrics` answers this machine alone. */
  readonly metricsToken: string | null;
  readonly logLevel: string;
  readonly isProduction: boolean;
  /** Null: made once and kept under the data folder. */
  readonly secretKeys: readonly [string, ...string[]] | null;
  readonly supportContact: string | null;
}
