import { Hono } from "hono";
import type { Platform } from "../../platform.js";
import { findSignedFile } from "../../world/files.js";
import type { RestContext, RestEnv } from "../rest-env.js";

/** Attachments, under the CDN's address and that of the media proxy. */
export function cdnRoutes(platform: Platform): Hono<RestEnv> {
  const serve = (context: RestContext) => {
    const [, , ...segments] = context.req.path.split("/");
    const file = findSignedFile(platform, {
      path: `/${segments.join("/")}`,
      fileId: context.req.param("file") ?? "",
      query: context.req.query(),
    });
    if (file === undefined) return context.text("This content is no longer available.", 404);
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        "Content-Type": file.contentType,
        "Cache-Control": "private, max-age=3600",
        // The console shows pictures from here, on another port.
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
      },
    });
  };
  return new Hono<RestEnv>()
    .get("/:base{cdn|media}/attachments/:channel/:file/:name", serve)
    .get("/:base{cdn|media}/ephemeral-attachments/:channel/:file/:name", serve);
}
