import { createHmac } from "node:crypto";
import type { SecretKeys } from "./secret-keys.js";

/**
 * What Telegram shows us with each update when no secret of its own is set: 43 characters of those it allows. One for
 * each key, the newest first, so that an update which is under way while the keys change is still believed.
 */
export function deriveWebhookSecrets(keys: SecretKeys): readonly [string, ...string[]] {
  const [newest, ...older] = keys;
  return [derive(newest), ...older.map(derive)];
}

function derive(key: string): string {
  return createHmac("sha256", key).update("telegram webhook").digest("base64url");
}
