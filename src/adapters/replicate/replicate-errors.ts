import { z } from "zod";
import { AppError, type AppErrorCode } from "../../core/errors.js";
import type { ProviderRun } from "../../core/ports/image-provider.js";
import { isNeverSent, parseRetryAfterMs } from "../net/network-failure.js";

// The client's class is not exported by name. Its message ends in the body of the answer.
const ApiErrorSchema = z.object({
  name: z.literal("ApiError"),
  message: z.string(),
  response: z.instanceof(Response),
});
type ApiError = z.output<typeof ApiErrorSchema>;
/**
 * What Replicate's statuses mean. Any other 4xx: what we asked is refused as it stands. 5xx: it does not say whether
 * anything was made.
 */
const BY_STATUS: Readonly<Record<number, { code: AppErrorCode; isRetryable: boolean }>> = {
  401: { code: "configuration", isRetryable: false }, // The token is refused.
  402: { code: "configuration", isRetryable: false }, // No credit left.
  403: { code: "configuration", isRetryable: false },
  404: { code: "not_found", isRetryable: false },
  408: { code: "provider_unavailable", isRetryable: true },
  425: { code: "provider_unavailable", isRetryable: true },
  429: { code: "provider_throttled", isRetryable: true },
  503: { code: "provider_unavailable", isRetryable: true },
};

/** A POST that makes a prediction, or a call that may be made again at any time. */
export type CallKind = "create" | "read";

/** True when the API itself said that it failed: whatever it has made of the request, it has made by now. */
export function isServerError(error: unknown): boolean {
  const status = ApiErrorSchema.safeParse(error).data?.response.status ?? 0;
  return status >= 500 && !BY_STATUS[status];
}

/** What a call to the API that failed comes to. The vendor's text is left out: it may repeat the prompt. */
export function toAppError(error: unknown, call: CallKind): AppError {
  if (error instanceof AppError) return error;
  const api = ApiErrorSchema.safeParse(error).data;
  if (api) return fromResponse(api, call);
  const isLost = call === "create" && !isNeverSent(error);
  return new AppError({
    code: isLost ? "outcome_unknown" : "provider_unavailable",
    message: isLost ? "replicate: the answer was lost" : "replicate: cannot be reached",
    retryable: true,
    cause: error,
  });
}

function fromResponse({ response, message }: ApiError, call: CallKind): AppError {
  const { status } = response;
  const known = BY_STATUS[status];
  const onServerError: AppErrorCode =
    call === "create" ? "outcome_unknown" : "provider_unavailable";
  return new AppError({
    code: known?.code ?? (status >= 500 ? onServerError : "provider_rejected"),
    message: `replicate answered ${status}`,
    retryable: known?.isRetryable ?? status >= 500,
    retryAfterMs: parseRetryAfterMs(response) ?? parseResetMs(message),
  });
}

/** `{"detail":"Request was throttled. Your rate limit resets in ~30s."}` */
function parseResetMs(detail: string): number | undefined {
  const seconds = /resets in ~?(\d+(?:\.\d+)?)\s*s/i.exec(detail)?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}

type RunFailure = Extract<ProviderRun, { state: "failed" }>["code"];

/**
 * What models say in `prediction.error`, first match first. Platform codes have four digits
 * (replicate.com/docs/reference/error-codes); three are a model's own.
 */
const BY_RUN_ERROR: readonly (readonly [RegExp, RunFailure])[] = [
  [/\(E005\)|\bNSFW\b|sensitive|content polic|moderat/i, "content_refused"],
  // A picture that cannot be fetched or decoded, or is too large for the model's memory.
  [
    /\b(cannot|could not|unable to|failed to) (identify|open|decode|load|read|process|download|fetch)\b.*\b(image|picture|input|file)/i,
    "input_rejected",
  ],
  [
    /\bimage\b.*(too (large|small)|greater than the max size|unsupported|corrupt|truncated)/i,
    "input_rejected",
  ],
  [/unsupported image|invalid image|client error.* for url/i, "input_rejected"],
  [/invalid input|validation|must be (one of|less|greater|a )/i, "provider_rejected"],
];

/** Out of memory, cold starts that took too long and everything unheard of may go better another time. */
export function toRunFailure(error: string): RunFailure {
  return BY_RUN_ERROR.find(([pattern]) => pattern.test(error))?.[1] ?? "provider_unavailable";
}
