import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { Lane } from "./core/catalog/model.js";
import { type Credits, parseCredits } from "./core/credits.js";

const flag = (fallback: number, range: { min: number; max: number }) =>
  z.coerce.number().int().min(range.min).max(range.max).default(fallback);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/** Every setting we read. `.env.example` names the same ones. */
export const EnvironmentSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DISCORD_TOKEN: z.string().min(1).optional(),
  DISCORD_API_URL: httpUrl.optional(), // Unset: the real Discord, as for every *_URL.
  DISCORD_CDN_URL: httpUrl.optional(),
  DISCORD_MEDIA_URL: httpUrl.optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "should look like 123456:ABC-def")
    .optional(),
  TELEGRAM_API_URL: httpUrl.optional(),
  IMAGE_PROVIDERS: z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(["sketch"])).min(1))
    .optional(),
  TRIAL_CREDITS: flag(24, { min: 0, max: 100_000 }), // Three edits with the best editing model.
  MAX_OPEN_GENERATIONS: flag(10, { min: 1, max: 1_000 }),
  MAX_REQUESTS_PER_MINUTE: flag(30, { min: 1, max: 10_000 }),
  QUICK_LANE_CONCURRENCY: flag(2, { min: 1, max: 100 }),
  STANDARD_LANE_CONCURRENCY: flag(2, { min: 1, max: 100 }),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(), // Unset: PGlite under DATA_DIR.
  DIRECT_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(), // Beside a pooler: for LISTEN and migrations.
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(), // Unset: the queue runs on Postgres, which is durable too.
  DATA_DIR: z.string().min(1).default("data"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: flag(3_000, { min: 0, max: 65_535 }),
  PUBLIC_URL: httpUrl.optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  SECRET_KEYS: z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().min(16, "each key needs at least 16 characters")).min(1))
    .optional(),
  SUPPORT_CONTACT: z.string().min(1).max(200).optional(),
});

type Environment = z.output<typeof EnvironmentSchema>;

export interface DiscordConfig {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  readonly cdnUrl?: string | undefined;
  readonly mediaUrl?: string | undefined;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiUrl?: string | undefined;
}

export interface Config {
  /** True when no chat is configured: local chat servers and a console stand in. */
  readonly isSandbox: boolean;
  readonly discord: DiscordConfig | null;
  readonly telegram: TelegramConfig | null;
  readonly providers: readonly "sketch"[];
  readonly trialCredits: Credits;
  readonly limits: { readonly maxOpen: number; readonly maxPerMinute: number };
  readonly laneConcurrency: Readonly<Record<Lane, number>>;
  readonly database: { readonly url: string; readonly directUrl: string } | null;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly logLevel: string;
  readonly isProduction: boolean;
  /** Null: made once and kept under the data folder. */
  readonly secretKeys: readonly [string, ...string[]] | null;
  readonly supportContact: string | null;
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads the settings and reports every fault at once, by name and never by value: a value may be a secret. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ParsedConfig {
  // A variable set to nothing is a variable not set: that is how compose files and shells leave one out.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = EnvironmentSchema.safeParse(given);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(describeIssue) };
  const faults = findContradictions(parsed.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config: toConfig(parsed.data) };
}

/** The process's own environment, with what a `.env` file in the working folder adds to it. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return process.env;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path[0] === undefined ? "settings" : String(issue.path[0])}: ${issue.message}`;
}

function findContradictions(env: Environment): string[] {
  const faults: string[] = [];
  const hasChat = Boolean(env.DISCORD_TOKEN ?? env.TELEGRAM_BOT_TOKEN);
  if (!hasChat && env.NODE_ENV === "production") {
    faults.push("DISCORD_TOKEN or TELEGRAM_BOT_TOKEN: in production at least one chat is needed");
  }
  if (hasChat && !env.IMAGE_PROVIDERS) {
    faults.push(
      "IMAGE_PROVIDERS: with a real chat, say who makes the pictures (for trying it out: sketch)",
    );
  }
  if (env.DIRECT_DATABASE_URL && !env.DATABASE_URL) {
    faults.push("DIRECT_DATABASE_URL: only goes with DATABASE_URL");
  }
  return faults;
}

function toConfig(env: Environment): Config {
  const { DISCORD_TOKEN, TELEGRAM_BOT_TOKEN, DATABASE_URL } = env;
  return {
    isSandbox: !DISCORD_TOKEN && !TELEGRAM_BOT_TOKEN,
    discord: DISCORD_TOKEN
      ? {
          token: DISCORD_TOKEN,
          apiUrl: env.DISCORD_API_URL,
          cdnUrl: env.DISCORD_CDN_URL,
          mediaUrl: env.DISCORD_MEDIA_URL,
        }
      : null,
    telegram: TELEGRAM_BOT_TOKEN
      ? { token: TELEGRAM_BOT_TOKEN, apiUrl: env.TELEGRAM_API_URL }
      : null,
    providers: env.IMAGE_PROVIDERS ?? ["sketch"],
    trialCredits: parseCredits(env.TRIAL_CREDITS),
    limits: { maxOpen: env.MAX_OPEN_GENERATIONS, maxPerMinute: env.MAX_REQUESTS_PER_MINUTE },
    laneConcurrency: { quick: env.QUICK_LANE_CONCURRENCY, standard: env.STANDARD_LANE_CONCURRENCY },
    database: DATABASE_URL
      ? { url: DATABASE_URL, directUrl: env.DIRECT_DATABASE_URL ?? DATABASE_URL }
      : null,
    redisUrl: env.REDIS_URL ?? null,
    dataDir: resolve(env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    logLevel: env.LOG_LEVEL,
    isProduction: env.NODE_ENV === "production",
    secretKeys: toKeys(env.SECRET_KEYS),
    supportContact: env.SUPPORT_CONTACT ?? null,
  };
}

function toKeys(keys: readonly string[] | undefined): readonly [string, ...string[]] | null {
  const [first, ...rest] = keys ?? [];
  return first === undefined ? null : [first, ...rest];
}
