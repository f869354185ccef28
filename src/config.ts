import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { Lane } from "./core/catalog/model.js";
import { type Credits, parseCredits } from "./core/credits.js";
import { AppError } from "./core/errors.js";

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

/** Every setting we read. `.env.example` names the same ones. */
export const EnvironmentSchema = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("development"),
  DISCORD_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "should be one word of Latin letters, digits and signs")
    .optional(),
  DISCORD_API_URL: httpUrl.optional(), // Unset: the real Discord, as for every *_URL.
  DISCORD_CDN_URL: httpUrl.optional(),
  DISCORD_MEDIA_URL: httpUrl.optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "should look like 123456:ABC-def")
    .optional(),
  TELEGRAM_API_URL: httpUrl.optional(),
  IMAGE_PROVIDERS: list
    .pipe(
      z
        .array(
          z.enum(["sketch"], { error: "names a provider that there is not; there is: sketch" }),
        )
        .min(1, "names none"),
    )
    .optional(),
  TRIAL_CREDITS: wholeNumber(24, { min: 0, max: 100_000 }), // Three edits with the best editing model.
  MAX_OPEN_GENERATIONS: wholeNumber(10, { min: 1, max: 1_000 }),
  MAX_REQUESTS_PER_MINUTE: wholeNumber(30, { min: 1, max: 10_000 }),
  QUICK_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 100 }),
  STANDARD_LANE_CONCURRENCY: wholeNumber(2, { min: 1, max: 100 }),
  DATABASE_URL: postgresUrl.optional(), // Unset: PGlite under DATA_DIR.
  DIRECT_DATABASE_URL: postgresUrl.optional(), // Beside a pooler: for LISTEN and migrations.
  REDIS_URL: redisUrl.optional(), // Unset: the queue runs on Postgres, which is durable too.
  DATA_DIR: z.string().min(1).default("data"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: wholeNumber(3_000, { min: 0, max: 65_535 }),
  PUBLIC_URL: httpUrl.optional(),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  SECRET_KEYS: list
    .pipe(z.array(z.string().min(16, "each key needs at least 16 characters")).min(1, "holds none"))
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
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const parsed = EnvironmentSchema.safeParse(given);
  const contradictions = findContradictions(given);
  if (parsed.success && contradictions.length === 0) {
    return { ok: true, config: toConfig(parsed.data) };
  }
  const issues = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  // Two short keys are one fault of one setting.
  return { ok: false, faults: [...new Set([...issues, ...contradictions])] };
}

/** Where this server is reached from the machine it runs on. */
export function toOwnUrl({ host, port }: { host: string; port: number }): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * The process's own environment, with what a `.env` file in the working folder adds to it.
 *
 * @throws AppError `configuration` when there is such a file and it cannot be read.
 */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
  } catch (cause) {
    const message = `The file ${resolve(".env")} cannot be read.`;
    throw new AppError({ code: "configuration", message, retryable: false, cause });
  }
  return process.env;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path[0] === undefined ? "settings" : String(issue.path[0])}: ${issue.message}`;
}

/** Goes by what is given, well-formed or not, so that these faults are told beside the others. */
function findContradictions(env: Readonly<Record<string, string | undefined>>): string[] {
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
    publicUrl: env.PUBLIC_URL ?? toOwnUrl({ host: env.HOST, port: env.PORT }),
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
