import { once } from "node:events";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { PostFault } from "./control.js";
import { deliver } from "./delivery.js";
import { checkInput, type Target } from "./input-check.js";
import { REPLICATE_TOKEN } from "./token.js";
import type { World } from "./world.js";

type Bindings = { Bindings: HttpBindings };

const PAGE_SIZE = 100;

const MAX_FILE_BYTES = 100_000_000;

const CreateSchema = z.object({
  version: z.string().optional(),
  input: z.record(z.string(), z.unknown()),
  webhook: z.url({ protocol: /^https?$/ }).optional(),
  webhook_events_filter: z.array(z.enum(["start", "output", "logs", "completed"])).optional(),
});

/** The part of Replicate's API that makes, reads and cancels predictions, and the files they leave. */
export function createApiRoutes(world: World): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/delivery/:id/:file", async (context) => {
    const prediction = world.book.find(context.req.param("id"));
    const index = /^out-(\d+)\./.exec(context.req.param("file"))?.[1];
    if (!prediction || index === undefined) return context.notFound();
    await world.book.settled(prediction.id);
    return deliver(prediction, Number(index), { ...world.state, pixels: world.pixels });
  });
  routes.use("/v1/*", async (context, next) => {
    if (context.req.header("authorization") === `Bearer ${REPLICATE_TOKEN}`) return next();
    return problem(401, "You did not pass a valid authentication token");
  });
  routes.post("/v1/models/:owner/:name/predictions", (context) => create(world, context));
  routes.post("/v1/predictions", (context) => create(world, context));
  routes.post("/v1/files", async (context) => {
    const { content } = await context.req.parseBody().catch(() => ({ content: undefined }));
    if (!(content instanceof File)) return problem(422, "- content: Missing content\n");
    if (content.size >= MAX_FILE_BYTES) return problem(413, "File too large");
    const bytes = new Uint8Array(await content.arrayBuffer());
    return context.json(world.files.add({ bytes, contentType: content.type }), 201);
  });
  routes.get("/v1/predictions", (context) => {
    world.countRead("list");
    if (world.state.isReadsBroken) return problem(500, "Internal server error");
    return context.json(listPage(world, context.req.query("cursor")));
  });
  routes.get("/v1/predictions/:id", async (context) => {
    world.countRead("one");
    if (world.state.isReadsBroken) return problem(500, "Internal server error");
    const prediction = world.book.find(context.req.param("id"));
    await world.book.settled(context.req.param("id"));
    return prediction ? context.json(world.shape(prediction)) : problem(404, "Not found.");
  });
  routes.post("/v1/predictions/:id/cancel", (context) => {
    const prediction = world.book.find(context.req.param("id"));
    if (!prediction) return problem(404, "Not found.");
    world.book.cancel(prediction);
    return context.json(world.shape(prediction));
  });
  routes.get("/v1/webhooks/default/secret", (context) =>
    context.json({ key: world.control.webhookSecret }),
  );
  routes.notFound(() => problem(404, "Not found."));
  return routes;
}

async function create(world: World, context: Context<Bindings>): Promise<Response> {
  const body = CreateSchema.safeParse(await context.req.json().catch(() => null));
  const { input = {}, webhook = null, version = "" } = body.data ?? {};
  const { owner, name } = context.req.param();
  const target: Target = owner && name ? { slug: `${owner}/${name}` } : { version };
  const checked = body.success ? checkInput(target, input) : NO_PREDICTION;
  const fault = world.takeFault();
  const cancelAfter = context.req.header("cancel-after") ?? null;
  const isTaken = checked.kind === "ok" && (!fault || isAccepting(fault));
  const made = isTaken ? world.make({ model: checked.model, input, webhook, cancelAfter }) : null;
  const slug = checked.kind === "ok" ? checked.model.slug : Object.values(target).join();
  world.note({ slug, input, webhook, cancelAfter, predictionId: made?.id ?? null });
  if (fault) return toFaulty(fault, context);
  if (checked.kind === "unknown_model")
    return problem(404, "The requested resource was not found.");
  if (checked.kind === "invalid") return problem(422, checked.detail);
  return made ? context.json(world.shape(made), 201) : problem(500, "Internal server error");
}

const NO_PREDICTION = {
  kind: "invalid",
  detail: "- the body is not that of a prediction\n",
} as const;

function isAccepting(fault: PostFault): boolean {
  return fault.kind === "answer_lost" || ("isAccepted" in fault && fault.isAccepted === true);
}

async function toFaulty(fault: PostFault, context: Context<Bindings>): Promise<Response> {
  switch (fault.kind) {
    case "answer_lost":
    case "cut":
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    case "hang":
      await once(context.env.outgoing, "close");
      return RESPONSE_ALREADY_SENT;
    case "throttled": {
      const detail = `Request was throttled. Your rate limit resets in ~${fault.seconds}s.`;
      const answer = problem(429, detail);
      if (fault.hasHeader) answer.headers.set("retry-after", String(fault.seconds));
      return answer;
    }
    case "status":
      return problem(fault.status, "It did not work out.");
  }
}

/** Newest first; the cursor is the number of predictions before the page. */
function listPage(world: World, cursor: string | undefined): object {
  const all = world.book.list();
  const start = Number(cursor ?? 0);
  const end = start + PAGE_SIZE;
  const next = end < all.length ? `${world.state.origin}/v1/predictions?cursor=${end}` : null;
  return { previous: null, next, results: all.slice(start, end).map(world.shape) };
}

function problem(status: number, detail: string): Response {
  return Response.json({ title: "", detail, status }, { status });
}
