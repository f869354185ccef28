import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ["gallery.css", "text/css; charset=utf-8"],
  ["gallery.js", "text/javascript; charset=utf-8"],
  ["clip.svg", "image/svg+xml"],
]);

/** What the gallery's pages are made with. They hold nothing of anybody, so anybody may have them. */
export async function servePageFile(name: string): Promise<Response> {
  const contentType = CONTENT_TYPES.get(name);
  if (contentType === undefined) return new Response("There is nothing here.", { status: 404 });
  const bytes = await readFile(fileURLToPath(new URL(`./page/${name}`, import.meta.url)));
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": contentType,
      "content-security-policy": "default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    },
  });
}
