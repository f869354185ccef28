import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The first signs and seals, all verify and open. */
export type SecretKeys = readonly [string, ...string[]];

/** Keys of an instance that was given none: made once, kept under the data folder, readable by its owner alone. */
export function loadOrCreateSecretKeys(dataDir: string): SecretKeys {
  const path = join(dataDir, "secret-key");
  return [readKey(path) ?? createKey(dataDir, path)];
}

function readKey(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim() || null;
  } catch {
    return null;
  }
}

/** Written whole beside the place and then linked into it, so that two processes at once agree on one key. */
function createKey(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, "utf8").trim();
}
