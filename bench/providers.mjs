// Image providers that stand in for a hosted one: they draw nothing, so what is measured is the house.
import sharp from "sharp";

/**
 * Every run gives the same small picture, after `paceMs` asked once per run.
 *
 * @param {{ paceMs: (modelId: string) => number }} options
 * @returns {import("../dist/core/ports/image-provider.js").ImageProvider}
 */
export function createStandInProvider({ paceMs }) {
  /** @type {Map<string, { dueAt: number, count: number }>} */
  const runs = new Map();
  const picture = sharp({ create: { width: 256, height: 256, channels: 3, background: "teal" } })
    .png()
    .toBuffer();

  return {
    name: "stand-in",
    serves: () => true,
    canTake: () => true,
    costMicroUsd: () => 0,
    async submit({ attemptId, request: { modelId, count } }) {
      if (!runs.has(attemptId)) {
        runs.set(attemptId, { dueAt: performance.now() + paceMs(modelId), count });
      }
      return { providerRunId: attemptId };
    },
    find: async ({ attemptId }) =>
      runs.has(attemptId) ? { kind: "found", providerRunId: attemptId } : { kind: "absent" },
    async poll({ providerRunId }) {
      const { dueAt, count } = runs.get(providerRunId);
      const leftMs = dueAt - performance.now();
      // As a webhook would: whoever waits is told at once.
      if (leftMs > 0) return { state: "running", pollInMs: Math.min(leftMs, 1_000) };
      const outputs = Array.from({ length: count }, (_, index) => ({
        kind: "made",
        index,
        fetch: () => picture,
      }));
      return { state: "succeeded", outputs, costMicroUsd: 0 };
    },
    cancel: async () => undefined,
  };
}
