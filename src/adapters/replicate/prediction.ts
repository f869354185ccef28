import { z } from "zod";
import type { ImageRequest, ProviderOutput, ProviderRun } from "../../core/ports/image-provider.js";
import { requestMicroUsd } from "./models.js";
import { toRunFailure } from "./replicate-errors.js";

export type FetchOutput = (url: string, signal: AbortSignal) => Promise<Uint8Array>;

/** What we read of a prediction; everything but the id may be missing once its data is removed, after an hour. */
export const PredictionSchema = z.object({
  id: z.string().min(1).max(100),
  /** A status we have never heard of counts as one that is not over. */
  status: z
    .enum(["starting", "processing", "succeeded", "failed", "canceled", "aborted"])
    .catch("processing"),
  model: z.string().nullish().catch(null),
  input: z.record(z.string(), z.unknown()).nullish().catch(null),
  /** One URL or many, by model. */
  output: z
    .union([z.string().transform((url) => [url]), z.array(z.string())])
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
  webhook: z.string().nullish().catch(null),
  created_at: z.coerce.date().optional().catch(undefined),
  metrics: z.object({ predict_time: z.number().optional() }).nullish().catch(null),
});
/** Of the answer to a request for one: whatever else it says, the run is made, and paid for. */
export const MadePredictionSchema = PredictionSchema.pick({ id: true });
export type Prediction = z.output<typeof PredictionSchema>;

/** The prediction in our words. `fetchOutput` is called when somebody wants a picture. */
export function toProviderRun(
  prediction: Prediction,
  request: ImageRequest,
  fetchOutput: FetchOutput,
): ProviderRun {
  switch (prediction.status) {
    case "starting":
      return { state: "waiting" };
    case "processing":
      return { state: "running" };
    case "succeeded": {
      const urls = prediction.output ?? [];
      return {
        state: "succeeded",
        outputs: toOutputs(urls, request.count, fetchOutput),
        costMicroUsd: requestMicroUsd(request, urls.length || request.count),
      };
    }
    case "failed": {
      const text = typeof prediction.error === "string" ? prediction.error : "";
      return { state: "failed", code: toRunFailure(text), costMicroUsd: 0 };
    }
    case "canceled":
    case "aborted": {
      // Cancelled at work may be billed, before it never: replicate.com/docs/topics/billing.
      const hasWorked = (prediction.metrics?.predict_time ?? 0) > 0;
      const costMicroUsd = hasWorked ? requestMicroUsd(request) : 0;
      return { state: "failed", code: "provider_unavailable", costMicroUsd };
    }
  }
}

/** The safety check takes single pictures out of a batch; a run that made none at all, or whose data is gone, is broken. */
function toOutputs(
  urls: readonly string[],
  count: number,
  fetchOutput: FetchOutput,
): readonly ProviderOutput[] {
  const code = urls.length > 0 ? "content_refused" : "output_unusable";
  return Array.from({ length: count }, (_, index) => {
    const url = urls[index];
    if (url === undefined) return { kind: "missing", index, code };
    return { kind: "made", index, fetch: (signal) => fetchOutput(url, signal) };
  });
}
