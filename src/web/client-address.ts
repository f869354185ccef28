import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * Who asks. Every proxy adds to `X-Forwarded-For` the address it was called from, at the end, so that of the last
 * `trustedProxies` entries the first is the client as our own outermost proxy saw it; what stands before it anyone can
 * have written. Null when it cannot be told.
 */
export function readClientAddress(context: Context, trustedProxies: number): string | null {
  const forwarded = readForwarded(context);
  if (trustedProxies === 0 || forwarded.length === 0) return readPeerAddress(context);
  return forwarded.at(-trustedProxies) ?? forwarded[0] ?? null;
}

/**
 * True when the request comes from this machine. One that a proxy handed on counts by its client; when we are not told
 * of any proxy, a forwarded request is never local, for the proxy on this machine may be open to the world.
 */
export function isFromThisMachine(context: Context, trustedProxies: number): boolean {
  const peer = readPeerAddress(context);
  if (!peer || !isLoopback(peer)) return false;
  const isForwarded = FORWARDING_HEADERS.some((name) => context.req.header(name) !== undefined);
  if (!isForwarded) return true;
  // A proxy that does not say for whom it asks may ask for anybody.
  const isTold = trustedProxies > 0 && readForwarded(context).length > 0;
  const client = isTold ? readClientAddress(context, trustedProxies) : null;
  return client !== null && isLoopback(client);
}

const FORWARDING_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip", "via"] as const;

function readForwarded(context: Context): string[] {
  const header = context.req.header("x-forwarded-for") ?? "";
  return header.split(",").flatMap((entry) => entry.trim() || []);
}

/** Of the socket; null for a request that came through none, as in a test. */
function readPeerAddress(context: Context): string | null {
  if (!context.env?.incoming) return null;
  return getConnInfo(context).remote.address ?? null;
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, "").replace(/^::ffff:/i, "");
  return plain === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}
