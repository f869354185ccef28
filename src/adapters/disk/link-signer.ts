import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../core/ports/clock.js";

/** Makes paths of ours work until a moment, for anyone who has the link. */
export interface LinkSigner {
  /** `path` with `?expires=<unix seconds>&signature=<base64url HMAC-SHA256>` behind it. */
  sign(path: string, options: { expiresInSeconds: number }): string;
  /** The path a signed link is for; null when it is forged, altered or expired. */
  verify(pathAndQuery: string): string | null;
}

/** The first key signs, all verify: a new key goes in front and the old one stays until its links have expired. */
export function createLinkSigner(options: {
  keys: readonly [string, ...string[]];
  clock: Pick<Clock, "now">;
}): LinkSigner {
  const { keys, clock } = options;
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1_000);

  return {
    sign(path, { expiresInSeconds }) {
      const expires = String(nowSeconds() + expiresInSeconds);
      return `${path}?expires=${expires}&signature=${signatureOf(keys[0], path, expires)}`;
    },

    verify(pathAndQuery) {
      const [path = "", query = ""] = pathAndQuery.split("?", 2);
      const parameters = new URLSearchParams(query);
      const expires = parameters.get("expires") ?? "";
      const signature = parameters.get("signature") ?? "";
      const isSigned = keys.some((key) => isSame(signature, signatureOf(key, path, expires)));
      return isSigned && Number(expires) > nowSeconds() ? path : null;
    },
  };
}

/** The first line keeps these signatures apart from whatever else the same key signs. */
function signatureOf(key: string, path: string, expires: string): string {
  return createHmac("sha256", key).update(`signed-link\n${expires}\n${path}`).digest("base64url");
}

/** Compares the text, not the decoded bytes: base64url has several spellings of the same bytes. */
function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
