import type { AppError } from "../errors.js";
import type { FailureCode } from "./lifecycle.js";

export interface Failure {
  /** Whose doing it is: `user` is what was given, `content` what was asked for, `ours` is for the operator to look at. */
  readonly fault: "user" | "content" | "provider" | "ours";
  /** No failure costs credits: what was set aside goes back. */
  readonly isCharged: false;
  /**
   * What may be done before it is final. `after_pause`: nothing was made, so another attempt begins after a while.
   * `after_look_up`: something may have been made, so only the same attempt is looked up, never another one begun.
   */
  readonly retry: "never" | "after_pause" | "after_look_up";
  /** True when another provider of the same model may do better. */
  readonly mayFailOver: boolean;
}

/** Every way a generation can fail, and what follows from it. */
export const FAILURES: Readonly<Record<FailureCode, Failure>> = {
  content_refused: { fault: "content", isCharged: false, retry: "never", mayFailOver: false },
  input_gone: { fault: "user", isCharged: false, retry: "never", mayFailOver: false },
  input_unusable: { fault: "user", isCharged: false, retry: "never", mayFailOver: false },
  input_too_large: { fault: "user", isCharged: false, retry: "never", mayFailOver: false },
  input_too_many_pixels: { fault: "user", isCharged: false, retry: "never", mayFailOver: false },
  input_rejected: { fault: "user", isCharged: false, retry: "never", mayFailOver: false },
  provider_unavailable: {
    fault: "provider",
    isCharged: false,
    retry: "after_pause",
    mayFailOver: true,
  },
  provider_throttled: {
    fault: "provider",
    isCharged: false,
    retry: "after_pause",
    mayFailOver: true,
  },
  provider_rejected: { fault: "ours", isCharged: false, retry: "never", mayFailOver: true },
  output_unusable: { fault: "provider", isCharged: false, retry: "never", mayFailOver: false },
  timed_out: { fault: "provider", isCharged: false, retry: "never", mayFailOver: false },
  outcome_unknown: {
    fault: "provider",
    isCharged: false,
    retry: "after_look_up",
    mayFailOver: false,
  },
  internal: { fault: "ours", isCharged: false, retry: "never", mayFailOver: false },
};

/** What a failed call to a provider comes to, and whether it is final. */
export interface ProviderFailure {
  readonly errorCode: FailureCode;
  readonly retry: Failure["retry"];
  readonly mayFailOver: boolean;
  /** Somebody has to change a setting or pay a bill: it belongs into the log as an error. */
  readonly isForOperator: boolean;
}

export function toProviderFailure(error: AppError): ProviderFailure {
  switch (error.code) {
    case "provider_unavailable":
    case "provider_throttled":
    case "provider_rejected":
    case "input_rejected":
    case "content_refused":
    case "outcome_unknown":
    case "output_unusable":
      return {
        errorCode: error.code,
        retry: FAILURES[error.code].retry,
        mayFailOver: FAILURES[error.code].mayFailOver,
        isForOperator: FAILURES[error.code].fault === "ours",
      };
    case "not_found":
      // A picture given was deleted while its request waited.
      return {
        errorCode: "input_gone",
        retry: FAILURES.input_gone.retry,
        mayFailOver: false,
        isForOperator: false,
      };
    case "configuration":
      // To the person who asked it makes no difference why the service does not serve.
      return {
        errorCode: "provider_unavailable",
        retry: "never",
        mayFailOver: true,
        isForOperator: true,
      };
    default:
      return {
        errorCode: "internal",
        retry: FAILURES.internal.retry,
        mayFailOver: false,
        isForOperator: true,
      };
  }
}
