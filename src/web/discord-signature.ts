import { createPublicKey, verify } from "node:crypto";
import type { Clock } from "../core/ports/clock.js";

/** Discord names no limit; it sends at once and waits 3 s. What is older has been kept by somebody. */
const OLDEST_MS = 5 * 60_000;
/** For a clock of ours that is slow. */
const NEWEST_MS = 60_000;
const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{1,12}$/;

/** A request as it came, with Discord's two headers. */
export interface SignedRequest {
  readonly signature: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | undefined;
  readonly body: Uint8Array;
}

export type SignatureVerdict = "genuine" | "forged" | "stale";

/**
 * Tells whether a request is Discord's: an Ed25519 signature over the timestamp and the body, byte for byte. Discord
 * probes an endpoint with false ones now and then, and removes one that takes them.
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 *
 * @param deps.publicKey The application's, 64 hex digits.
 */
export function createDiscordSignatureCheck(deps: { publicKey: string; clock: Clock }) {
  const x = Buffer.from(deps.publicKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });

  return function check({ signature, timestamp, body }: SignedRequest): SignatureVerdict {
    if (!signature || !timestamp || !SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) {
      return "forged";
    }
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    if (!verify(null, signed, key, Buffer.from(signature, "hex"))) return "forged";
    const ageMs = deps.clock.now().getTime() - Number(timestamp) * 1_000;
    return ageMs > OLDEST_MS || ageMs < -NEWEST_MS ? "stale" : "genuine";
  };
}
