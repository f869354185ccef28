import { z } from "zod";
import { PROVIDERS, ROLES } from "./config.js";

function wholeNumber(fallback: number, { min, max }: { min: number; max: number }) {
  const error = `should be a whole number from ${min} to ${max}`;
  return z.coerce
    .number({ error })
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .default(fallback);
}

function oneOf<const Name extends string>(names: readonly [Name, ...Name[]]) {
  return z.enum(names, { error: `should be one of ${names.join(", ")}` });
}

/** A list with commas between. */
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const dollars = z.coerce
  .number({ error: "should be an amount in US dollars" })
  .min(0, { error: "should be 0 or more" })
  .max(1_000_000, { error: "should be 1000000 at most" });
const oneWord = z
  .string()
  .regex(/^[\x21-\x7e]+$/, "should be one word of Latin letters, digits and signs");
const snowflake = z.string().regex(/^\d{1,20}$/, "should be a number");
const httpUrl = z
  .url({ protocol: /^https?$/, error: "should look like https://host" })
  .transform((url) => url.replace(/\/+$/, ""));
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "should look like postgresql://user:password@host:5432/name",
});
const redisUrl = z.url({
  protocol: /^rediss?$/,
  error: "should look like redis://host:6379",
});

/** Without scheme, port and path; `*.` in front stands for whatever lies under it. */
const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/** Every setting we read. `.env.example` names the same ones. */
export const EnvironmentSchema = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("development"),
  DISCORD_TOKEN: oneWord.optional(),
  DISCORD_APPLICATION_ID: snowflake.optional(), // Compared with the token's own.
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "should be the 64 hex digits of the application's page")
    .optional(),
  DISCORD_MODE: oneOf(["gateway", "http"]).default("gateway"),
  DISCORD_SHARDS: z
    .union([z.literal("auto"), z.coerce.number().int().min(1).max(1_000)], {
      error: "should be auto or a whole number from 1 to 1000",
    })
    .default("auto"),
  DISCORD_API_URL: httpUrl.optional(), // Unset: the real Discord, as for every *_URL.
  DISCORD_CDN_URL: httpUrl.optional(),
  DISCORD_MEDIA_URL: httpUrl.optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "should look like 123456:ABC-def")
    .optional(),
  TELEGRAM_MODE: oneOf(["polling", "webhook"]).default("polling"),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, "should be 16 to 256 letters, digits, _ and -")
    .optional(), // Unset: derived from SECRET_KEYS.
  TELEGRAM_API_URL: httpUrl.optional(),
  TELEGRAM_PAYMENTS: oneOf(["off", "stripe"]).optional(),
  IMAGE_PROVIDERS: list.pipe(z.array(oneOf(PROVIDERS)).min(1, "names none")).optional(), // Unset: those whose key is set.
  REPLICATE_API_TOKEN: oneWord.optional(),
  REPLICATE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]+$/, "should look like whsec_…")
    .optional(), // Unset: asked of Replicate at start.
  REPLICATE_API_URL: httpUrl.optional(),
  FAL_KEY: oneWord.optional(),
  FAL_QUEUE_URL: httpUrl.optional(),
  FAL_REST_URL: httpUrl.optional(),
  OUTPUT_HOSTS: list
    .pipe(
      z.array(z.string().regex(HOST_NAME, "should be names like cdn.example.org, *.example.org")),
    )
    .optional(), // More hosts that pictures may be fetched from.
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, "should look like sk_test_… or sk_live_…")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, "should look like whsec_…")
    .optional(),
  STRIPE_API_URL: httpUrl.optional(),
  TRIAL_CREDITS: wholeNumber(24, { min: 0, max: 100_000 }), // Three edits with the best editing model.
  MAX_OPEN_GENERATIONS: wholeNumber(10, { min: 1, max: 1_000 }),
  MAX_REQUESTS_PER_MINUTE: wholeNumber(30, { min: 1, max: 10_000 }),
  QUICK_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 1_000 }),
  STANDARD_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 1_000 }),
  CLIP_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 1_000 }),
  PRIVATE_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 1_000 }),
  REPLICATE_CONCURRENCY: wholeNumber(0, { min: 0, max: 10_000 }), // 0: as many as the lanes have at work.
  FAL_CONCURRENCY: wholeNumber(0, { min: 0, max: 10_000 }),
  DAILY_CEILING_USD: dollars.optional(), // Of what the providers ask of us, for everybody together, by the day (UTC).
  DAILY_ACCOUNT_CEILING_USD: dollars.optional(),
  DATABASE_URL: postgresUrl.optional(), // Unset: PGlite under DATA_DIR.
  DIRECT_DATABASE_URL: postgresUrl.optional(), // Beside a pooler: for LISTEN and migrations.
  REDIS_URL: redisUrl.optional(), // Unset: the queue runs on Postgres, which is durable too.
  S3_ENDPOINT: httpUrl.optional(), // Unset: Amazon's own, by S3_REGION.
  S3_BUCKET: z.string().min(1).optional(), // Unset: pictures lie on disk under DATA_DIR.
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default("auto"),
  ROLES: list.pipe(z.array(oneOf(ROLES)).min(1, "names none")).default([...ROLES]),
  DATA_DIR: z.string().min(1).default("data"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: wholeNumber(3_000, { min: 0, max: 65_535 }),
  PUBLIC_URL: httpUrl.optional(),
  TRUSTED_PROXIES: wholeNumber(0, { min: 0, max: 10 }), // How many stand in front of us.
  METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  SECRET_KEYS: list
    .pipe(z.array(z.string().min(16, "each key needs at least 16 characters")).min(1, "holds none"))
    .optional(),
  SUPPORT_CONTACT: z.string().min(1).max(200).optional(),
});

export type Environment = z.output<typeof EnvironmentSchema>;
