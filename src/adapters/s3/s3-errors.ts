import { S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "../../core/errors.js";

/** True when the key holds nothing. To a HEAD, whose answer has no body, a missing bucket looks the same. */
export function isMissingKey(error: unknown): boolean {
  return error instanceof S3ServiceException && ["NoSuchKey", "NotFound"].includes(error.name);
}

/** What the server refuses until an operator has changed something, in words for them. */
const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: "does not exist",
  AccessDenied: "may not be used with this key",
  Forbidden: "may not be used with this key",
  InvalidAccessKeyId: "does not know this access key",
  SignatureDoesNotMatch: "refuses this secret key",
  AllAccessDisabled: "is closed",
  PermanentRedirect: "lies in another region",
};

/**
 * Everything that is not about one key, as the one failure the port names. All of it may be over at the next try: servers
 * come back, and operators restore buckets and rights.
 */
export function toStorageError(error: unknown, bucket: string): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : "unknown";
  const refusal = REFUSALS[name];
  const message = refusal
    ? `The bucket ${bucket} ${refusal} (${name}).`
    : `The bucket ${bucket} cannot be reached (${name}).`;
  // The SDK's own error is left behind: it carries the whole answer, and with it the request's headers.
  const cause = error instanceof Error ? new Error(`${error.name}: ${error.message}`) : undefined;
  return new AppError({ code: "storage_unavailable", message, retryable: true, cause });
}
