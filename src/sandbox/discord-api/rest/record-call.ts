import { MessageFlags } from "discord-api-types/v10";
import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import type { Platform } from "../platform.js";
import { ApiError } from "./api-error.js";
import type { RequestBody } from "./request-body.js";
import type { RestEnv } from "./rest-env.js";

/** Keeps every call for the side panel, refused ones too. */
export function recordCall(platform: Platform): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    const startedAt = platform.clock.now();
    const body: RequestBody = { json: undefined, uploads: [] };
    context.set("body", body);
    await next();
    const { json, uploads } = context.get("body");
    const path = decodePath(context.req.path);
    platform.calls.record({
      at: startedAt.toISOString(),
      method: context.req.method,
      route: routeOf(path),
      path,
      status: context.res.status,
      durationMs: platform.clock.now().getTime() - startedAt.getTime(),
      summary: summarize(context.error, json),
      body: json ?? null,
      files: uploads.map(({ filename, bytes }) => ({ filename, sizeBytes: bytes.byteLength })),
    });
  };
}

function decodePath(path: string): string {
  return path.replace(/^\/api\/v10/, "").replaceAll("%40", "@");
}

/** The path with ids and tokens replaced by what they are. */
function routeOf(path: string): string {
  return path
    .replace(/^(\/(?:interactions|webhooks)\/[^/]+)\/[^/]+/, "$1/:token")
    .replaceAll(/\/\d{15,}/g, "/:id");
}

const SummarizedSchema = z.object({
  type: z.number().optional(),
  content: z.string().optional(),
  flags: z.number().optional(),
  components: z.array(z.unknown()).optional(),
});

function summarize(error: Error | undefined, json: unknown): string {
  if (error instanceof ApiError) return `${error.code} ${error.message}`;
  const outer = SummarizedSchema.safeParse(json).data ?? {};
  const inner = SummarizedSchema.safeParse(Object(json).data).data ?? outer;
  const flags = inner.flags ?? 0;
  const parts = [
    outer.type === undefined ? "" : `type ${outer.type}`,
    (flags & MessageFlags.Ephemeral) === 0 ? "" : "ephemeral",
    (flags & MessageFlags.IsComponentsV2) === 0 ? "" : "components v2",
    (inner.content ?? "").slice(0, 80),
  ];
  return parts.filter((part) => part !== "").join(", ");
}
