import { sizeOf } from "./output-size.js";
import { type Run, workedSeconds } from "./runs.js";

/** What `GET …/requests/:id` answers of a run that is over. */
export interface Result {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export function resultOf(run: Run, origin: string): Result {
  const { faults, cancelledAtMs } = run.state;
  if (cancelledAtMs !== null) return toQueueError(499, "client_cancelled", "Request was cancelled");
  if (faults.length > 0) return { status: 422, body: { detail: faults } };
  switch (run.fate) {
    case "fail":
      return toQueueError(500, "internal_error", "Internal Server Error");
    case "throttle":
      return toQueueError(429, "concurrent_requests_limit", "Too many concurrent requests");
    case "slow_start": {
      const late = toQueueError(504, "request_timeout", "Request timed out before it started");
      return { ...late, headers: { ...late.headers, "x-fal-request-timeout-type": "user" } };
    }
    case "refuse":
    case "refuse_made":
      return toModelError(
        "content_policy_violation",
        "The content was flagged by a content checker.",
      );
    case "bad_picture":
      return toModelError("image_load_error", "Failed to load the image.");
    default:
      return { status: 200, body: toOutput(run, origin) };
  }
}

/** What the queue says of a run: its error, too, once it is over. */
export function failureOf(run: Run, origin: string): string | null {
  const { status, body } = resultOf(run, origin);
  if (status < 300) return null;
  return typeof body.detail === "string" ? body.detail : `Invalid status code: ${status}`;
}

/** Seconds, when a machine has worked on it. */
export function metricsOf(run: Run): { inference_time: number | null } {
  return { inference_time: workedSeconds(run) || null };
}

function toQueueError(status: number, errorType: string, detail: string): Result {
  const body = { detail, error_type: errorType };
  return { status, headers: { "x-fal-error-type": errorType }, body };
}

function toModelError(type: string, msg: string): Result {
  const url = `https://docs.fal.ai/errors#${type}`;
  return {
    status: 422,
    headers: { "x-fal-retryable": "false" },
    body: { detail: [{ loc: ["body", "prompt"], msg, type, url, input: null }] },
  };
}

function toOutput(run: Run, origin: string): Readonly<Record<string, unknown>> {
  const { order, endpoint } = run;
  if (!order) return {};
  const count = run.fate === "empty" ? 0 : order.count;
  const files = Array.from({ length: count }, (_, index) => toFile(run, index, origin));
  const prompt = order.isEnhanced ? `${order.prompt}, in fine detail` : order.prompt;
  if (endpoint.output === "image") return { image: files[0] ?? null };
  if (endpoint.output === "video") return { video: files[0] ?? null, seed: run.seed };
  const flags = files.map((_, index) => isFlagged(run, index));
  return {
    images: files,
    seed: run.seed,
    prompt,
    ...(endpoint.hasFlags && {
      timings: { inference: workedSeconds(run) },
      has_nsfw_concepts: flags,
    }),
  };
}

function toFile(run: Run, index: number, origin: string): object {
  const { order, endpoint, state } = run;
  const isClip = endpoint.output === "video";
  const extension = isClip ? "mp4" : (order?.format ?? "png");
  const size = order ? sizeOf(order, state.given) : {};
  return {
    url: `${origin}/files/${run.id}/${index}.${extension}`,
    content_type: isClip ? "video/mp4" : `image/${extension}`,
    file_name: `${index}.${extension}`,
    ...(!isClip && size),
  };
}

/** Painted over by the safety check, and said so. */
function isFlagged({ fate, order, endpoint }: Run, index: number): boolean {
  const count = order?.count ?? 1;
  const isLastOfSeveral = count > 1 && index === count - 1;
  return endpoint.hasFlags && (fate === "nsfw" || (fate === "partial" && isLastOfSeveral));
}

export function isPaintedBlack(run: Run, index: number): boolean {
  return run.fate === "black" || run.fate === "nsfw" || isFlagged(run, index);
}
