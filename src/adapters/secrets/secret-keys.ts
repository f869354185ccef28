import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors.js";

/** The first signs and seals, all verify and open. */
export type SecretKeys = readonly [string, ...string[]];

/**
 * Keys of an instance that was given none: made once, kept under the data folder, readable by its owner alone.
 *
 * @throws AppError `configuration` when there is a key that cannot be read, or an empty one: anybody could sign with it.
 */
export function loadOrCreateSecretKeys(dataDir: string): SecretKeys {
  const path = join(dataDir, "secret-key");
  return [readKey(path) ?? createKey(dataDir, path)];
}

/** Null when there is none yet. */
function readKey(path: string): string | null {
  try {
    const key = readFileSync(path, "utf8").trim();
    if (key === "") throw new Error("it is empty");
    return key;
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unusable(path, reason, cause);
  }
}

function unusable(path: string, reason: string, cause?: unknown): AppError {
  const message = `The key in ${path} cannot be used: ${reason}. Bring it back from a copy, or set SECRET_KEYS.`;
  return new AppError({ code: "configuration", message, retryable: false, cause });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Written whole beside the place and then linked into it, so that two processes at once agree on one key. */
function createKey(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  const key = readKey(path);
  if (key === null) throw unusable(path, "it has just been removed");
  return key;
}
