import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors.js";
import { FAILURES, toProviderFailure } from "../../../src/core/generation/failures.js";
import { FAILURE_CODES } from "../../../src/core/generation/lifecycle.js";

describe("failures", () => {
  it.each(FAILURE_CODES)("costs nothing: %s", (code) => {
    expect(FAILURES[code].isCharged).toBe(false);
  });

  it.each([
    ["provider_unavailable", "provider_unavailable", "after_pause", true, false],
    ["provider_throttled", "provider_throttled", "after_pause", true, false],
    ["outcome_unknown", "outcome_unknown", "after_look_up", false, false],
    ["content_refused", "content_refused", "never", false, false],
    ["input_rejected", "input_rejected", "never", false, false],
    ["provider_rejected", "provider_rejected", "never", true, true],
    ["configuration", "provider_unavailable", "never", true, true],
    ["not_found", "input_gone", "never", false, false],
  ] as const)(
    "%s is told as %s, tried again %s, elsewhere %s",
    (code, errorCode, retry, mayFailOver, isForOperator) => {
      const error = new AppError({ code, message: code, retryable: false });
      expect(toProviderFailure(error)).toEqual({ errorCode, retry, mayFailOver, isForOperator });
    },
  );
});
