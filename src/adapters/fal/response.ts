import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { ImageRequest, ProviderOutput, ProviderRun } from "../../core/ports/image-provider.js";
import { costOf } from "./find-endpoint.js";

/** Brings what lies at an output's address. */
export type FetchOutput = (url: string, signal: AbortSignal) => Promise<Uint8Array>;

/** Of the answer to a request for a run: whatever else it says, the run is made, and paid for. */
export const MadeRunSchema = z.object({ request_id: z.string().min(1).max(100) });

export const StatusSchema = z.object({
  /** A status we have never heard of counts as one that is not over. */
  status: z.enum(["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]).catch("IN_PROGRESS"),
  /** Seconds a machine has worked on it. */
  metrics: z.object({ inference_time: z.number().nullish() }).nullish().catch(null),
  /** Set when it has failed. */
  error: z.unknown().optional(),
});
export type RunStatus = z.output<typeof StatusSchema>;

const FileSchema = z.object({ url: z.string() });

/** One list of pictures, one picture, or one clip, by model. */
const ResultSchema = z.object({
  images: z.array(FileSchema).nullish().catch(null),
  image: FileSchema.nullish().catch(null),
  video: FileSchema.nullish().catch(null),
  /** By picture. What is flagged has been painted black. */
  has_nsfw_concepts: z.array(z.boolean()).nullish().catch(null),
  prompt: z.string().nullish().catch(null),
});

export function hasWorked({ metrics }: RunStatus): boolean {
  return (metrics?.inference_time ?? 0) > 0;
}

/** A run that went well, in our words. `fetchOutput` is called when somebody wants a picture. */
export function toSuccess(
  body: unknown,
  request: ImageRequest,
  fetchOutput: FetchOutput,
): ProviderRun {
  const result = ResultSchema.safeParse(body).data;
  const files = result?.images ?? [result?.image ?? result?.video].flatMap((file) => file ?? []);
  const flags = result?.has_nsfw_concepts ?? [];
  const costMicroUsd = costOf(request, files.length > 0 ? files.length : request.count);
  const prompt = request.enhance ? result?.prompt : null;
  return {
    state: "succeeded",
    outputs: Array.from({ length: request.count }, (_, index) =>
      toOutput({ index, url: files[index]?.url, isFlagged: flags[index] === true }, fetchOutput),
    ),
    costMicroUsd,
    // Most models repeat the prompt whether they have changed it or not.
    ...(prompt && prompt !== request.prompt && { promptUsed: prompt }),
  };
}

function toOutput(
  { index, url, isFlagged }: { index: number; url: string | undefined; isFlagged: boolean },
  fetchOutput: FetchOutput,
): ProviderOutput {
  if (isFlagged) return { kind: "missing", index, code: "content_refused" };
  if (url === undefined) return { kind: "missing", index, code: "output_unusable" };
  return { kind: "made", index, fetch: (signal) => fetchOutput(url, signal) };
}

/** The answer can be used for nothing, and may be gone the next time: it tells nothing about the run. */
export function unreadable(): AppError {
  const message = "fal: an answer that cannot be read";
  return new AppError({ code: "provider_unavailable", message, retryable: true });
}
