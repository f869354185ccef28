import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { deliver } from "./delivery.js";
import { FAL_KEY } from "./key.js";
import type { World } from "./world.js";

const UploadSchema = z.strictObject({
  content_type: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  file_name: z.string().min(1),
});

/** The public keys of webhooks, and the door to the storage. */
export function createRestRoutes(world: World): Hono {
  const routes = new Hono();
  routes.get("/.well-known/jwks.json", (context) => {
    world.countRead("keys");
    if (world.state.isReadsBroken) return context.text("Bad Gateway", 502);
    return context.json(world.keySet());
  });
  routes.post("/storage/upload/initiate", async (context) => {
    if (context.req.header("authorization") !== `Key ${FAL_KEY}`) {
      return context.json({ detail: "No user found for Key ID and Secret" }, 401);
    }
    if (world.state.isReadsBroken) return context.text("Bad Gateway", 502);
    const upload = UploadSchema.safeParse(await context.req.json().catch(() => null)).data;
    if (!upload || context.req.query("storage_type") !== "fal-cdn-v3") {
      return context.json({ detail: "Unprocessable" }, 422);
    }
    const url = `${world.state.origin}/files/uploads/${randomUUID()}`;
    return context.json({ upload_url: url, file_url: url });
  });
  return routes;
}

/** Where outputs and uploads lie. */
export function createFileRoutes(world: World): Hono {
  const routes = new Hono();
  routes.put("/uploads/:id", async (context) => {
    const contentType = context.req.header("content-type") ?? "application/octet-stream";
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    world.files.set(context.req.param("id"), { contentType, bytes });
    return context.body(null, 200);
  });
  routes.get("/uploads/:id", (context) => {
    const file = world.files.get(context.req.param("id"));
    if (!file) return context.notFound();
    return context.body(file.bytes, 200, { "content-type": file.contentType });
  });
  routes.get("/:run/:file", async (context) => {
    const run = world.find(context.req.param("run"));
    const index = /^(\d+)\./.exec(context.req.param("file"))?.[1];
    if (!run || index === undefined) return context.notFound();
    return deliver(run, Number(index), { ...world.state, pixels: world.pixels });
  });
  return routes;
}
