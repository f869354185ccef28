import { AppError } from "../../core/errors.js";
import type { ImageProvider } from "../../core/ports/image-provider.js";
import type { Metrics, ProviderCall } from "../../core/ports/metrics.js";

/** The same provider, with every call to it counted and timed. */
export function meterProvider(provider: ImageProvider, metrics: Metrics): ImageProvider {
  async function timed<T>(
    call: { kind: ProviderCall; modelId: string },
    work: () => Promise<T>,
    describe: (result: T) => string,
  ): Promise<T> {
    const startedAt = performance.now();
    const report = (outcome: string) =>
      metrics.observeProviderCall({
        provider: provider.name,
        modelId: call.modelId,
        call: call.kind,
        outcome,
        seconds: (performance.now() - startedAt) / 1_000,
      });
    try {
      const result = await work();
      report(describe(result));
      return result;
    } catch (error) {
      report(error instanceof AppError ? error.code : "broken");
      throw error;
    }
  }

  return {
    name: provider.name,
    ...(provider.typicalSeconds !== undefined && { typicalSeconds: provider.typicalSeconds }),
    serves: (modelId) => provider.serves(modelId),
    canTake: (inputs) => provider.canTake(inputs),
    costMicroUsd: (request) => provider.costMicroUsd(request),
    submit: (input) =>
      timed(
        { kind: "submit", modelId: input.request.modelId },
        () => provider.submit(input),
        () => "accepted",
      ),
    find: (trace) =>
      timed(
        { kind: "find", modelId: trace.request.modelId },
        () => provider.find(trace),
        ({ kind }) => kind,
      ),
    poll: (run) =>
      timed(
        { kind: "poll", modelId: run.request.modelId },
        () => provider.poll(run),
        ({ state }) => state,
      ),
    cancel: (run) =>
      timed(
        { kind: "cancel", modelId: run.request.modelId },
        () => provider.cancel(run),
        () => "asked",
      ),
    ...(provider.tidy && { tidy: async () => provider.tidy?.() }),
    ...(provider.forget && {
      forget: (run) =>
        timed(
          { kind: "forget", modelId: run.request.modelId },
          async () => provider.forget?.(run),
          () => "asked",
        ),
    }),
  };
}
