// Replicate in a process of its own, so that what it takes is not the service's. Started by `hosted.mjs`.
// Its pictures are drawn in advance: a hosted model's file lies ready when its webhook comes.
import { drawSketch } from "../dist/adapters/sketch/draw-sketch.js";
import { startHttpListener } from "../dist/sandbox/http-listener.js";
import { createApiRoutes } from "../dist/sandbox/replicate-api/api-routes.js";
import { createWorld } from "../dist/sandbox/replicate-api/world.js";
import { answerCalls } from "./processes.mjs";

const world = createWorld({ nowMs: Date.now, nextFate: () => "ok" });
const routes = createApiRoutes(world);
const { bytes, contentType } = await drawSketch({
  request: {
    modelId: "flux-schnell",
    prompt: "a red fox in the snow",
    seed: 1,
    aspectRatio: "1:1",
    resolution: "standard",
    format: "png",
    seconds: null,
    strength: null,
  },
  inputs: [],
  index: 0,
});

answerCalls({
  /** @param {{ paceMs: number }} input */
  async listen({ paceMs }) {
    world.control.setPaceMs(paceMs);
    const { origin } = await startHttpListener({
      fetch(request, bindings) {
        const isFile = new URL(request.url).pathname.startsWith("/delivery/");
        if (!isFile) return routes.fetch(request, bindings);
        return new Response(bytes, { headers: { "content-type": contentType } });
      },
    });
    world.state.origin = origin;
    return {
      apiUrl: `${origin}/v1`,
      pictureUrl: `${origin}/delivery/picture`,
      sizeBytes: bytes.length,
    };
  },

  posts: () => world.control.posts().length,
});
