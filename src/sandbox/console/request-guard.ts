import { isIP } from "node:net";

/**
 * Keeps other sites away from the console. A foreign page can send requests to this machine, and by a name of its own
 * that points here it could even read the answers, so the name must be one of this machine, and what acts must come
 * from the page itself.
 */
export function refuseForeign(request: Request, publicUrl: string | undefined): Response | null {
  const { hostname, host } = new URL(request.url);
  const isPublic = publicUrl !== undefined && new URL(publicUrl).hostname === hostname;
  if (!isPublic && !isOwnName(hostname)) {
    return refuse("Open the console as http://localhost, with the port it was started on.");
  }
  if (request.method === "GET" || request.method === "HEAD") return null;
  const origin = request.headers.get("origin");
  const isSame = origin !== null && URL.canParse(origin) && new URL(origin).host === host;
  return isSame ? null : refuse("Only the console's own page may do that.");
}

/** Nobody else can make these names mean this machine; an address cannot be pointed elsewhere at all. */
function isOwnName(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare.endsWith(".localhost") || isIP(bare) !== 0;
}

function refuse(reason: string): Response {
  return Response.json({ error: reason }, { status: 403 });
}
