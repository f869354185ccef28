import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { PostFault } from "./control.js";
import { checkInput } from "./input-check.js";
import { FAL_KEY } from "./key.js";
import { failureOf, metricsOf, resultOf } from "./results.js";
import { appOf, type Run, standingOf } from "./runs.js";
import type { World } from "./world.js";

type Bindings = { Bindings: HttpBindings };

const InputSchema = z.record(z.string(), z.unknown());
/** Headers that tell FAL what to do. */
const TELLING = /^x-fal-/;

/** The queue: it takes runs, says where they stand, and gives out what has become of them. */
export function createQueueRoutes(world: World): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.use(async (context, next) => {
    if (context.req.header("authorization") === `Key ${FAL_KEY}`) return next();
    return problem(401, "No user found for Key ID and Secret");
  });
  routes.get("/:owner/:name/requests/:id/status", (context) => {
    world.countRead("status");
    return withRun(world, context, async (run) => {
      // Its pictures may still be under way; asked now, it is worth waiting for them.
      if (world.nowMs() >= run.endsAtMs) await run.ready;
      return toStatus(world, run);
    });
  });
  routes.get("/:owner/:name/requests/:id", (context) => {
    world.countRead("result");
    return withRun(world, context, (run) => {
      if (standingOf(run, world.nowMs()) !== "COMPLETED") {
        return problem(400, "Request is still in progress");
      }
      const { status, headers, body } = resultOf(run, world.state.origin);
      return Response.json(body, { status, ...(headers && { headers }) });
    });
  });
  routes.put("/:owner/:name/requests/:id/cancel", (context) =>
    withRun(world, context, (run) =>
      world.cancel(run)
        ? Response.json({ status: "CANCELLATION_REQUESTED" }, { status: 202 })
        : Response.json({ status: "ALREADY_COMPLETED" }, { status: 400 }),
    ),
  );
  routes.post("/:endpoint{.+}", (context) => create(world, context));
  routes.notFound(() => problem(404, "Not found"));
  return routes;
}

async function create(world: World, context: Context<Bindings>): Promise<Response> {
  const endpoint = context.req.param("endpoint") ?? "";
  const input = InputSchema.safeParse(await context.req.json().catch(() => null)).data ?? {};
  const webhook = context.req.query("fal_webhook") ?? null;
  const checked = checkInput(endpoint, input);
  const headers = tellingHeaders(context.req.raw.headers);
  const fault = world.takeFault();
  const isTaken = checked.kind !== "unknown_endpoint" && (!fault || isAccepting(fault));
  const faults = checked.kind === "invalid" ? checked.faults : [];
  const startWithinS = Number(headers["x-fal-request-timeout"]);
  const run = isTaken
    ? world.make({
        path: endpoint,
        endpoint: checked.endpoint,
        order: checked.kind === "ok" ? checked.order : null,
        faults,
        webhook,
        startWithinMs: startWithinS > 0 ? startWithinS * 1_000 : null,
      })
    : null;
  const problems = faults.map(({ loc, type }) => `${loc.join(".")}: ${type}`);
  world.note({ endpoint, input, webhook, headers, requestId: run?.id ?? null, problems });
  if (fault) return toFaulty(fault, context);
  return run ? Response.json(toQueued(world, run)) : problem(404, "Application not found");
}

function tellingHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => TELLING.test(name)));
}

function isAccepting(fault: PostFault): boolean {
  return (
    fault.kind === "answer_lost" ||
    ((fault.kind === "status" || fault.kind === "hang") && fault.isAccepted === true)
  );
}

function toFaulty(fault: PostFault, context: Context<Bindings>): Response {
  switch (fault.kind) {
    case "answer_lost":
    case "cut":
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    case "hang":
      return RESPONSE_ALREADY_SENT; // It is not, and will never be.
    case "throttled": {
      const answer = problem(429, "Too many requests");
      if (fault.hasHeader) answer.headers.set("retry-after", String(fault.seconds));
      return answer;
    }
    case "status":
      return problem(fault.status, "It did not work out.");
  }
}

function withRun(
  world: World,
  context: Context<Bindings>,
  answer: (run: Run) => Response | Promise<Response>,
): Response | Promise<Response> {
  if (world.state.isReadsBroken) {
    return new Response("<h1>502 Bad Gateway</h1>", {
      status: 502,
      headers: { "content-type": "text/html" },
    });
  }
  const run = world.find(context.req.param("id") ?? "");
  // A run is known under its own app alone.
  const app = `${context.req.param("owner")}/${context.req.param("name")}`;
  return run && appOf(run) === app ? answer(run) : problem(404, "Request not found");
}

function toQueued(world: World, run: Run): object {
  return { status: "IN_QUEUE", request_id: run.id, ...urlsOf(world, run), queue_position: 0 };
}

function toStatus(world: World, run: Run): Response {
  const status = standingOf(run, world.nowMs());
  const isOver = status === "COMPLETED";
  const error = isOver ? failureOf(run, world.state.origin) : null;
  const body = {
    status,
    request_id: run.id,
    ...urlsOf(world, run),
    ...(status === "IN_QUEUE" && { queue_position: 0 }),
    ...(isOver && { logs: null, metrics: metricsOf(run) }),
    ...(error !== null && { error }),
  };
  return Response.json(body, { status: isOver ? 200 : 202 });
}

function urlsOf(world: World, run: Run): object {
  const url = `${world.state.origin}/queue/${appOf(run)}/requests/${run.id}`;
  return { response_url: url, status_url: `${url}/status`, cancel_url: `${url}/cancel` };
}

function problem(status: number, detail: string): Response {
  return Response.json({ detail }, { status });
}
