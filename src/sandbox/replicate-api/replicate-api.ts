import type { SketchCondition, SketchConditions } from "../../adapters/sketch/sketch-provider.js";
import { type HttpListener, startHttpListener } from "../http-listener.js";
import { createApiRoutes } from "./api-routes.js";
import type { ReplicateControl, RunFate } from "./control.js";
import { createWorld } from "./world.js";

export interface ReplicateApi {
  readonly control: ReplicateControl;
  listen(port?: number): Promise<{ apiUrl: string; origin: string }>;
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
 * A server that speaks Replicate's API for the real client, draws real pictures and does wrong what it is told to. Paid
 * is nothing, and counted is everything: `control.posts()`.
 *
 * @param options.conditions The switches of the console: pace and fate of predictions nobody else has decided on.
 */
export function createReplicateApi(
  options: { nowMs?: () => number; conditions?: SketchConditions } = {},
): ReplicateApi {
  const { conditions } = options;
  const world = createWorld({
    nowMs: options.nowMs ?? Date.now,
    nextFate: () => FATES[conditions?.next() ?? "ok"],
    paceMs: conditions && (() => conditions.paceMs()),
    pixels: conditions?.pixels,
  });
  const routes = createApiRoutes(world);
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
      return { apiUrl: `${origin}/v1`, origin };
    },

    async close() {
      world.stop();
      await listener?.close();
    },
  };
}
