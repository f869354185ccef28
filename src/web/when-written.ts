import { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Context } from "hono";

/**
 * Resolves once the answer to this request is in the hands of the operating system: true; or its connection has broken
 * before: false. Without a socket behind it, as in a test, when the answer has been made.
 */
export function whenWritten(context: Context): Promise<boolean> {
  const outgoing: unknown = context.env?.outgoing;
  if (!(outgoing instanceof ServerResponse)) return setImmediate(true);
  if (outgoing.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    outgoing.once("finish", () => resolve(true));
    outgoing.once("close", () => resolve(outgoing.writableFinished));
  });
}
