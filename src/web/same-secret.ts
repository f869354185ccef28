import { createHash, timingSafeEqual } from "node:crypto";

/** Digests are compared, so that neither length nor content shows in the time it takes. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
