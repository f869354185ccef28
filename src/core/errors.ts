export type AppErrorCode =
  | "provider_unavailable" // down, throttled, timed out: nothing was made
  | "provider_rejected" // the vendor refused the input as malformed
  | "content_refused" // the vendor's own safety filter said no
  | "outcome_unknown" // the answer was lost: the run may exist and may be billed
  | "output_unusable" // something came back that is not a picture we can keep
  | "ledger_conflict" // an idempotency key was reused with other input
  | "chat_unavailable" // the chat platform did not take a message
  | "storage_unavailable" // objects cannot be stored or read now: the bucket is away, or refuses us
  | "picture_unreadable" // a picture cannot be decoded now, for a reason of ours: it may be all right
  | "payment_unavailable" // the payment rail is down or throttles us: no money moved
  | "payment_rejected" // the payment rail does not take our request
  | "not_found"
  | "configuration"; // the operator has to change something

/** A failure. It says who may retry and what broke; it is never shown to a user. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  /** True when the same call may succeed later. Workers stop retrying when false. */
  readonly retryable: boolean;
  /** How long the other side asks us to wait, when it says so. */
  readonly retryAfterMs?: number;

  constructor(options: {
    code: AppErrorCode;
    message: string;
    retryable: boolean;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}
