import type { Context } from "hono";
import type { GalleryPicture } from "../../core/ports/gallery-store.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import { toStreamBody } from "../stream-body.js";
import { openIfThere } from "./open-if-there.js";
import { toFileName } from "./zip-pictures.js";

const RANGE = /^bytes=(\d*)-(\d*)$/;

/** A stored picture as it is, to look at or to keep. Null when it has gone. Videos are asked for in parts. */
export async function serveFile(
  context: Context,
  objects: Pick<ObjectStore, "openRead">,
  picture: GalleryPicture,
): Promise<Response | null> {
  const object = await openIfThere(objects, picture.asset.key);
  if (!object) return null;
  const { sizeBytes, contentType } = object;
  const kind = context.req.query("download") === "yes" ? "attachment" : "inline";
  const name = encodeURIComponent(toFileName(picture));
  const headers = {
    "content-type": contentType,
    "content-disposition": `${kind}; filename*=UTF-8''${name}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
  };
  const range = readRange(context.req.header("range"), sizeBytes);
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  const partHeaders = {
    ...headers,
    "content-length": String(last - first + 1),
    ...(range && { "content-range": `bytes ${first}-${last}/${sizeBytes}` }),
  };
  if (context.req.method === "HEAD") {
    await object.close();
    return new Response(null, { status: range ? 206 : 200, headers: partHeaders });
  }
  const body = toStreamBody(cut(object.content, { first, last }));
  return new Response(body, { status: range ? 206 : 200, headers: partHeaders });
}

/** Null for all of it, and for a range that makes no sense, which may be answered with all of it. */
function readRange(header: string | undefined, sizeBytes: number) {
  const [, from = "", to = ""] = RANGE.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return first <= last ? { first, last } : null;
}

async function* cut(
  content: AsyncIterable<Uint8Array>,
  { first, last }: { first: number; last: number },
): AsyncIterable<Uint8Array> {
  let at = 0;
  for await (const chunk of content) {
    const part = chunk.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at > last) return;
  }
}
