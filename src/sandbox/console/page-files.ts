import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** Nothing from elsewhere, and no script or style that does not come as a file of ours. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A file of the page, by its path below `page/`. Plain names only, so that nothing outside is reached. */
export async function servePageFile(path: string): Promise<Response> {
  const contentType = CONTENT_TYPES[extname(path)];
  const isPlain = /^([a-z0-9-]+\/)*[a-z0-9-]+\.[a-z]+$/.test(path);
  if (contentType === undefined || !isPlain) return notFound();
  const file = fileURLToPath(new URL(`./page/${path}`, import.meta.url));
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return notFound();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": contentType,
      "content-security-policy": PAGE_POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      // The page changes with every build and is read from this machine's disk.
      "cache-control": "no-cache",
    },
  });
}

function notFound(): Response {
  return new Response("There is nothing here.", { status: 404 });
}
