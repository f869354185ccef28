import type { RoutePart } from "./routes.js";
import { toStreamBody } from "./stream-body.js";

export interface SignedObject {
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** `/objects/…`: stored pictures, for whoever has a signed link that has not expired. */
export function objectRoutes(
  readSignedObject: (pathAndQuery: string) => Promise<SignedObject | null>,
): RoutePart {
  return (routes) => {
    routes.get("/objects/*", async (context) => {
      const { pathname, search } = new URL(context.req.url);
      const object = await readSignedObject(pathname + search);
      if (!object) return context.text("This link is not valid, or no longer.", 404);
      const headers = {
        "content-type": object.contentType,
        "content-length": String(object.sizeBytes),
        // A stored file is only ever shown as the picture it is.
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=300",
      };
      if (context.req.method !== "HEAD")
        return context.body(toStreamBody(object.content), 200, headers);
      await object.close();
      return context.body(null, 200, headers);
    });
  };
}
