import { badRequest } from "../refusal.js";

export interface Part {
  name: string;
  /** Present on files only. */
  fileName: string | undefined;
  bytes: Uint8Array;
}

/**
 * Splits a multipart body. Node's own parser insists on quotes around file names, which grammY leaves out
 * and Telegram does not ask for.
 *
 * @throws TelegramRefusal when the body is cut off or has no boundary.
 */
export function parseMultipart(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const delimiter = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ""}`);
  const parts: Part[] = [];
  let start = body.indexOf(delimiter);
  while (boundary !== null && start >= 0) {
    start += delimiter.length;
    if (body.toString("latin1", start, start + 2) === "--") return parts;
    const end = body.indexOf(`\r\n${delimiter.toString()}`, start);
    if (end < 0) break;
    parts.push(parsePart(body.subarray(start + 2, end)));
    start = end + 2;
  }
  throw badRequest("can't parse the request body");
}

function parsePart(part: Buffer): Part {
  const headersEnd = part.indexOf("\r\n\r\n");
  if (headersEnd < 0) throw badRequest("can't parse the request body");
  const headers = part.toString("utf8", 0, headersEnd);
  const name = /;\s*name="?([^";\r\n]*)/i.exec(headers)?.[1] ?? "";
  const fileName = /;\s*filename=(?:"([^"]*)"|([^\r\n]*))/i.exec(headers);
  return {
    name,
    fileName: fileName?.[1] ?? fileName?.[2],
    // A copy, so that keeping a file does not keep the whole request.
    bytes: new Uint8Array(part.subarray(headersEnd + 4)),
  };
}
