import { z } from "zod";
import { AppError, type AppErrorCode } from "../../core/errors.js";
import type { ProviderRun } from "../../core/ports/image-provider.js";
import { isNeverSent, parseRetryAfterMs } from "../net/network-failure.js";
import type { FalAnswer } from "./fal-client.js";

/** Models answer with a list of faults, the queue itself with a sentence and one type. */
const FaultSchema = z.object({
  detail: z
    .union([z.string().transform(() => []), z.array(z.object({ type: z.string().catch("") }))])
    .catch([]),
  error_type: z.string().nullish().catch(null),
});

type RunFailure = Extract<ProviderRun, { state: "failed" }>["code"];

/** fal.ai/docs: model errors and request errors. What is not named here goes by its status. */
const BY_TYPE: Readonly<Record<string, RunFailure>> = {
  content_policy_violation: "content_refused",
  image_load_error: "input_rejected",
  file_download_error: "input_rejected",
  image_too_large: "input_rejected",
  image_too_small: "input_rejected",
  file_too_large: "input_rejected",
  unsupported_image_format: "input_rejected",
  face_detection_error: "input_rejected",
  generation_timeout: "timed_out",
  // A 400 that is nobody's fault but that of a service behind the model.
  downstream_service_error: "provider_unavailable",
  // It waited for a machine as long as we let it, and none had begun.
  startup_timeout: "provider_unavailable",
  client_cancelled: "provider_unavailable",
};

/** Every type the answer names, of the body and the header. */
function typesOf({ body, headers }: FalAnswer): readonly string[] {
  const fault = FaultSchema.safeParse(body).data;
  const named = [fault?.error_type, headers.get("x-fal-error-type")];
  return [...(fault?.detail ?? []).map(({ type }) => type), ...named].flatMap((type) => type || []);
}

/** True when the answer tells of the run: what stands in front of the queue names no types. */
export function isOfRun(answer: FalAnswer): boolean {
  return typesOf(answer).length > 0 || hasStartedTooLate(answer);
}

/** Set when it was our own limit for the start that was over. */
function hasStartedTooLate({ headers }: FalAnswer): boolean {
  return headers.get("x-fal-request-timeout-type") === "user";
}

/** What a run that failed comes to. */
export function toRunFailure(answer: FalAnswer): RunFailure {
  const [known] = typesOf(answer).flatMap((type) => BY_TYPE[type] ?? []);
  if (known) return known;
  if (hasStartedTooLate(answer)) return "provider_unavailable";
  const { status } = answer;
  if (status === 429) return "provider_throttled";
  if (status === 504) return "timed_out";
  // 499: the queue's word for a run that was called off.
  return status >= 499 ? "provider_unavailable" : "provider_rejected";
}

/** A POST that makes a run, or a call that may be made again at any time. */
export type CallKind = "create" | "read";

/**
 * What FAL's statuses mean. 503 is said before anything is taken: there is nobody to take it. After any other 5xx a run
 * may be there: a gateway says 502 and 504 of what it has handed on, and 500 breaks off anywhere.
 */
const BY_STATUS: Readonly<Record<number, { code: AppErrorCode; isRetryable: boolean }>> = {
  401: { code: "configuration", isRetryable: false }, // The key is refused.
  402: { code: "configuration", isRetryable: false }, // No credit left.
  403: { code: "configuration", isRetryable: false }, // Also: locked, for no credit is left.
  404: { code: "not_found", isRetryable: false },
  408: { code: "provider_unavailable", isRetryable: true },
  413: { code: "input_rejected", isRetryable: false }, // A picture sent as data.
  425: { code: "provider_unavailable", isRetryable: true },
  429: { code: "provider_throttled", isRetryable: true },
  503: { code: "provider_unavailable", isRetryable: true },
};

/** What an answer that is no success comes to. FAL's text is left out: it may repeat the prompt. */
export function toAnswerError(answer: FalAnswer, call: CallKind): AppError {
  const { status } = answer;
  const known = BY_STATUS[status];
  const retryAfterMs = parseRetryAfterMs(answer);
  const message = `fal answered ${status}`;
  if (known) return new AppError({ ...known, retryable: known.isRetryable, message, retryAfterMs });
  if (status >= 500) {
    const code = call === "create" ? "outcome_unknown" : "provider_unavailable";
    return new AppError({ code, retryable: true, message, retryAfterMs });
  }
  return new AppError({ code: toRefusal(answer), retryable: false, message });
}

/** No run was made of it, so nothing can have timed out. */
function toRefusal(answer: FalAnswer): AppErrorCode {
  const failure = toRunFailure(answer);
  return failure === "content_refused" || failure === "input_rejected"
    ? failure
    : "provider_rejected";
}

/** What a call without an answer comes to. */
export function toSilenceError(error: unknown, call: CallKind): AppError {
  if (error instanceof AppError) return error;
  const isLost = call === "create" && !isNeverSent(error);
  return new AppError({
    code: isLost ? "outcome_unknown" : "provider_unavailable",
    message: isLost ? "fal: the answer was lost" : "fal: cannot be reached",
    retryable: true,
    cause: error,
  });
}
