import Stripe from "stripe";
import { AppError } from "../../core/errors.js";

/** Runs one call and turns what it throws into our words. Stripe's own message may name parameters, never secrets. */
export async function translateErrors<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toAppError(what, error);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === "resource_missing";
}

function toAppError(what: string, error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode, type, code } = error;
  const isRetryable = isUnavailable(statusCode);
  return new AppError({
    code: isRetryable ? "payment_unavailable" : "payment_rejected",
    message: `Stripe did not ${what}: ${[statusCode, type, code].filter(Boolean).join(" ")}`,
    retryable: isRetryable,
    cause: error,
  });
}

/** No status: the connection broke or timed out. 409: the same call is still under way. */
function isUnavailable(statusCode: number | undefined): boolean {
  if (statusCode === undefined) return true;
  return statusCode === 409 || statusCode === 429 || statusCode >= 500;
}
