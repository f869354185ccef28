import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { SketchCondition, SketchConditions } from "../../adapters/sketch/sketch-provider.js";
import { type HttpListener, startHttpListener } from "../http-listener.js";
import type { FalControl, RunFate } from "./control.js";
import { createQueueRoutes } from "./queue-routes.js";
import { createFileRoutes, createRestRoutes } from "./rest-routes.js";
import { createWorld } from "./world.js";

export interface FalApi {
  readonly control: FalControl;
  listen(port?: number): Promise<{ queueUrl: string; restUrl: string; origin: string }>;
  close(): Promise<void>;
}

const FATES: Readonly<Record<SketchCondition, RunFate>> = {
  ok: "ok",
  fail: "fail",
  slow: "slow",
  refuse: "refuse",
  malformed: "html_output",
  partial: "partial",
};

/**
 * A server that speaks FAL's queue, storage and webhooks, draws real pictures and does wrong what it is told to. Paid is
 * nothing, and counted is everything: `control.posts()` and `control.paidMicroUsd()`.
 *
 * @param options.conditions The switches of the console: pace and fate of runs nobody else has decided on.
 */
export function createFalApi(
  options: { nowMs?: () => number; conditions?: SketchConditions } = {},
): FalApi {
  const { conditions } = options;
  const world = createWorld({
    nowMs: options.nowMs ?? Date.now,
    nextFate: () => FATES[conditions?.next() ?? "ok"],
    paceMs: conditions && (() => conditions.paceMs()),
    pixels: conditions?.pixels,
  });
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.route("/queue", createQueueRoutes(world));
  routes.route("/rest", createRestRoutes(world));
  routes.route("/files", createFileRoutes(world));
  let listener: HttpListener | undefined;
  return {
    control: world.control,

    async listen(port) {
      listener = await startHttpListener({
        fetch: (request, bindings) => routes.fetch(request, bindings),
        ...(port !== undefined && { port }),
      });
      const { origin } = listener;
      world.state.origin = origin;
      return { queueUrl: `${origin}/queue`, restUrl: `${origin}/rest`, origin };
    },

    async close() {
      world.stop();
      await listener?.close();
    },
  };
}
