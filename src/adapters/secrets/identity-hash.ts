import { createHmac } from "node:crypto";
import type { SecretKeys } from "./secret-keys.js";

/**
 * One-way and keyed, so that what outlives an erased account names nobody. It goes by the last key: new keys are put
 * in front, and a hash that changed with them would give everybody a second trial.
 */
export function createIdentityHash(keys: SecretKeys) {
  const key = keys.at(-1) ?? keys[0];
  return function hashIdentity(platform: string, userId: string): string {
    return createHmac("sha256", key).update(`trial-claim\n${platform}\n${userId}`).digest("hex");
  };
}
