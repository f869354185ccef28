import { describe, expect, it } from "vitest";
import {
  isOfRun,
  toAnswerError,
  toRunFailure,
  toSilenceError,
} from "../../../src/adapters/fal/fal-errors.js";
import { DOCUMENTED, type DocumentedAnswer } from "./documented-answers.js";

const toAnswer = ({ status, headers, body }: DocumentedAnswer) => ({
  status,
  headers: new Headers(headers),
  body,
});

describe("fal's errors", () => {
  it.each(DOCUMENTED)("$name ends a run as $asRun", (documented) => {
    expect(toRunFailure(toAnswer(documented))).toBe(documented.asRun);
  });

  it.each(DOCUMENTED)("$name answers a submit as $asSubmit", (documented) => {
    const error = toAnswerError(toAnswer(documented), "create");
    expect(error.code).toBe(documented.asSubmit);
    expect(error.retryable).toBe(/unavailable|throttled|unknown/.test(documented.asSubmit));
  });

  it("never says of a read that something may have been made", () => {
    for (const documented of DOCUMENTED) {
      expect(toAnswerError(toAnswer(documented), "read").code).not.toBe("outcome_unknown");
    }
    expect(toSilenceError(new Error("reset"), "read").code).toBe("provider_unavailable");
  });

  it("keeps what FAL says out of the error, for it repeats the prompt", () => {
    for (const documented of DOCUMENTED) {
      const { message } = toAnswerError(toAnswer(documented), "create");
      expect(message).toBe(`fal answered ${documented.status}`);
    }
  });

  it("takes a wait with it", () => {
    const [throttled] = DOCUMENTED.filter(({ status }) => status === 429);
    if (!throttled) throw new Error("429 is documented");
    expect(toAnswerError(toAnswer(throttled), "create").retryAfterMs).toBe(12_000);
  });

  it("knows the words of the queue from those of whatever stands in front of it", () => {
    const ofRun = DOCUMENTED.filter((documented) => isOfRun(toAnswer(documented)));
    expect(DOCUMENTED.filter((one) => !ofRun.includes(one)).map(({ name }) => name)).toEqual([
      "a 422 in one sentence",
      "too many at once",
      "a key that is refused",
      "an account without money",
      "a body that is too large",
      "a gateway's page",
    ]);
  });

  it.each([
    ["ECONNREFUSED", "provider_unavailable"],
    ["ENOTFOUND", "provider_unavailable"],
    ["ECONNRESET", "outcome_unknown"],
    ["UND_ERR_SOCKET", "outcome_unknown"],
  ])("takes a submit that ended in %s for %s", (code, expected) => {
    const error = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });
    expect(toSilenceError(error, "create")).toMatchObject({ code: expected, retryable: true });
  });
});
