import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { AppError } from "./core/errors.js";
import type { Config } from "./settings/config.js";
import { findContradictions } from "./settings/contradictions.js";
import { EnvironmentSchema } from "./settings/environment.js";
import { findMisspelt } from "./settings/misspelt.js";
import { toConfig } from "./settings/to-config.js";

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
  const contradictions = [...findMisspelt(given), ...findContradictions(given)];
  if (parsed.success && contradictions.length === 0) {
    return { ok: true, config: toConfig(parsed.data) };
  }
  const issues = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  // Two short keys are one fault of one setting.
  return { ok: false, faults: [...new Set([...issues, ...contradictions])] };
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
  // Node 20 serves us well for now; the S3 library's advice on versions is not for whoever runs the service.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  return process.env;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path[0] === undefined ? "settings" : String(issue.path[0])}: ${issue.message}`;
}
