import type { RoutePart } from "./routes.js";

export interface SignedObject {
  readonly bytes: Uint8Array;
  readonly contentType: string;
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
      return context.body(new Uint8Array(object.bytes), 200, {
        "content-type": object.contentType,
        // A stored file is only ever shown as the picture it is.
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=300",
      });
    });
  };
}
