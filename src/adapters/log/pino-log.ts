import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import pretty from "pino-pretty";
import type { Log } from "../../core/ports/log.js";
import { describeError } from "./describe-error.js";

/** Names of what may not be written, wherever it turns up in a log line. */
const SECRET_NAMES = [
  "token",
  "authorization",
  "secret",
  "password",
  "apiKey",
  "signature",
  "headers",
  "payload",
  "body",
  "prompt",
  "url",
];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`]);

/** JSON lines; readable lines when a person is watching. */
export function createLogger(options: {
  level: string;
  isPretty: boolean;
  /** Stands in every line, so that the lines of several processes can be told apart. */
  process?: { readonly id: string; readonly roles: readonly string[] };
  destination?: DestinationStream;
}): Logger {
  const { process: self } = options;
  const settings: LoggerOptions = {
    level: options.level,
    base: self ? { process: self.id.slice(0, 8), roles: self.roles.join(",") } : null,
    redact: { paths: REDACTED, censor: "[redacted]" },
    serializers: { err: describeError },
  };
  if (options.destination) return pino(settings, options.destination);
  if (!options.isPretty) return pino(settings);
  return pino(settings, pretty({ ignore: "process,roles", translateTime: "HH:MM:ss", sync: true }));
}

export function createLog(logger: Logger): Log {
  return {
    info: (event, fields) => logger.info({ ...fields }, event),
    warn: (event, fields) => logger.warn({ ...fields }, event),
    error: (event, error, fields) => logger.error({ ...fields, err: error }, event),
  };
}
