import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../../core/errors.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { SecretKeys } from "./secret-keys.js";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key derived for this purpose alone: iv, tag and text, in base64url. */
export function createSealer(keys: SecretKeys): Sealer {
  const derived = keys.map((key) =>
    Buffer.from(hkdfSync("sha256", key, "", "atelier sealed columns", 32)),
  );
  const [sealingKey] = derived;
  return {
    seal(text) {
      if (!sealingKey) throw new Error("there is no key to seal with");
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },

    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      for (const key of derived) {
        const text = tryOpen(key, bytes);
        if (text !== null) return text;
      }
      throw new AppError({
        code: "not_found",
        message: "no key opens a sealed column",
        retryable: false,
      });
    },
  };
}

function tryOpen(key: Buffer, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const opened = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString("utf8");
  } catch {
    return null;
  }
}
