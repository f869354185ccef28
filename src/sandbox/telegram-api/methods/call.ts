import { z } from "zod";
import type { Platform } from "../platform.js";
import { badRequest } from "../refusal.js";

export interface Upload {
  fileName: string;
  bytes: Uint8Array;
}

/** One request of the bot, before its parameters are checked. */
export interface Call {
  platform: Platform;
  params: Record<string, unknown>;
  /** Files of a multipart body by the name of their part. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
}

export type Method = (call: Call) => unknown;

/**
 * Reads the parameters a method knows; the rest are ignored, as Telegram ignores them.
 *
 * @throws TelegramRefusal with the schema's message, which is written in Telegram's words where they are known.
 */
export function readParams<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(call.params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(
    `${issue?.message ?? "invalid parameters"} (parameter "${issue?.path.join(".")}")`,
  );
}

// In a form every value is a string, and objects are JSON inside it.
export const integer = z.coerce.number().int();
export const boolean = z.preprocess(
  (value) =>
    typeof value === "string" ? ["true", "yes", "1"].includes(value.toLowerCase()) : value,
  z.boolean(),
);
export const string = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string(),
);

/** A value that a form carries as JSON text. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (typeof value === "string" ? parseJson(value) : value), schema);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON-encoded parameter");
  }
}
