import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

export interface RequestBody {
  /** Of a body in JSON; empty otherwise. */
  readonly json: Record<string, unknown>;
  /** Of a body in parts. */
  readonly files: readonly Buffer[];
  /** All of it, one character for each byte. */
  readonly text: string;
}

/** Reads by hand: parsers of forms are stricter than the servers that bots really speak to. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const bytes = await buffer(request);
  const boundary = /boundary="?([^";]+)/.exec(request.headers["content-type"] ?? "")?.[1];
  // Latin-1 keeps every byte as one character.
  const text = bytes.toString("latin1");
  if (boundary === undefined)
    return { json: JSON.parse(bytes.toString() || "{}"), files: [], text };
  const parts = text.split(`--${boundary}`);
  const files = parts.flatMap((part) => {
    const blank = part.indexOf("\r\n\r\n");
    const isFile = part.slice(0, blank).includes("filename=");
    return isFile ? [Buffer.from(part.slice(blank + 4, -2), "latin1")] : [];
  });
  return { json: {}, files, text };
}
