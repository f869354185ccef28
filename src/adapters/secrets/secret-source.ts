import { createHash, randomBytes } from "node:crypto";
import type { SecretSource } from "../../core/ports/secret-source.js";

/** So many random bits need no slow digest. */
export const secretSource: SecretSource = {
  make: () => randomBytes(32).toString("base64url"),
  digest: (secret) => createHash("sha256").update(secret).digest("base64url"),
};
