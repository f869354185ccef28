import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import pretty from "pino-pretty";
import { AppError } from "../../core/errors.js";
import type { Log } from "../../core/ports/log.js";

/** What may name a secret, wherever it turns up in a log line. */
const REDACTED = [
  "token",
  "*.token",
  "authorization",
  "*.authorization",
  "prompt",
  "*.prompt",
  "url",
  "*.url",
];

/** JSON lines; readable lines when a person is watching. */
export function createLogger(options: {
  level: string;
  isPretty: boolean;
  destination?: DestinationStream;
}): Logger {
  const settings: LoggerOptions = {
    level: options.level,
    base: null,
    redact: { paths: REDACTED, censor: "[redacted]" },
    serializers: { err: describeError },
  };
  if (options.destination) return pino(settings, options.destination);
  if (!options.isPretty) return pino(settings);
  return pino(settings, pretty({ ignore: "pid,hostname", translateTime: "HH:MM:ss", sync: true }));
}

export function createLog(logger: Logger): Log {
  return {
    info: (event, fields) => logger.info({ ...fields }, event),
    warn: (event, fields) => logger.warn({ ...fields }, event),
    error: (event, error, fields) => logger.error({ ...fields, err: error }, event),
  };
}

/** Only what we know to be free of secrets: vendors put URLs, tokens and whole requests into their errors. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code =
    "code" in error && ["string", "number"].includes(typeof error.code) ? error.code : undefined;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const isOurs = error instanceof AppError;
  return {
    name: error.name,
    code,
    message: isOurs ? error.message : withoutSecrets(toOneLine(error)),
    stack: frames.slice(0, 12).join("\n"),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** Prisma quotes the call, arguments and all, and says in its last line what is wrong. */
function toOneLine({ name, message }: Error): string {
  return name.startsWith("PrismaClient") ? (message.trim().split("\n").at(-1) ?? "") : message;
}

/** Takes out addresses, bot tokens and anything long enough to be a key. */
function withoutSecrets(message: string): string {
  return message
    .replace(/\b[a-z]+:\/\/\S+/gi, "[url]")
    .replace(/\d{6,}:[\w-]{20,}/g, "[token]") // Telegram's; in a path "bot" stands right before it.
    .replace(/[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}/g, "[token]") // Discord's.
    .replace(/[\w-]{40,}/g, "[long]")
    .slice(0, 500);
}
