import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors.js";
import { FAILURES, toProviderFailure } from "../../../src/core/generation/failures.js";
import { FAILURE_CODES } from "../../../src/core/generation/lifecycle.js";

describe("failures", () => {
  it.each(FAILURE_CODES)("costs nothing: %s", (code) => {
    expect(FAILURES[code].isCharged).toBe(false);
  });

  it.each([
    ["provider_unavailable", "provider_unavailable", "after_pause", false],
    ["outcome_unknown", "outcome_unknown", "after_look_up", false],
    ["content_refused", "content_refused", "never", false],
    ["provider_rejected", "provider_rejected", "never", true],
    ["configuration", "provider_unavailable", "never", true],
    ["not_found", "internal", "never", true],
  ] as const)("%s is told as %s and tried again %s", (code, errorCode, retry, isForOperator) => {
    const error = new AppError({ code, message: code, retryable: false });
    expect(toProviderFailure(error)).toEqual({ errorCode, retry, isForOperator });
  });
});
