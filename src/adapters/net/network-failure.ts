import { z } from "zod";

const CauseSchema = z.object({ cause: z.object({ code: z.string() }) });

/** Nothing was sent: the name was not found or nobody took the connection. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
]);

/**
 * True when a fetch failed before its request left: what was asked for cannot have been done. Node says "fetch failed",
 * and why in its cause; a name with several addresses has a cause per address.
 */
export function isNeverSent(error: unknown): boolean {
  return NEVER_SENT.has(CauseSchema.safeParse(error).data?.cause.code ?? "");
}

/** A `Retry-After` of seconds or a date, in milliseconds from now. */
export function parseRetryAfterMs(response: Pick<Response, "headers">): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1_000);
  const waitMs = Date.parse(header) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
