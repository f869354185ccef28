import { ApiError } from "./api-error.js";

export interface Outcome {
  readonly status: number;
  readonly body: object;
}

export interface Idempotency {
  /**
   * Runs a POST once per key and gives its first result to whoever repeats it. What was refused before anything was
   * done is not kept.
   *
   * @throws ApiError 400 `idempotency_error` for other parameters under the same key, 409 while the first still runs.
   */
  once(
    call: { key: string; fingerprint: string },
    run: () => Promise<Outcome>,
  ): Promise<{ outcome: Outcome; isReplayed: boolean }>;
  clear(): void;
}

export function createIdempotency(): Idempotency {
  const known = new Map<string, { fingerprint: string; outcome: Outcome | null }>();
  return {
    async once({ key, fingerprint }, run) {
      const before = known.get(key);
      if (before && before.fingerprint !== fingerprint) throw otherParameters(key);
      if (before && before.outcome === null) throw stillRunning(key);
      if (before?.outcome) return { outcome: before.outcome, isReplayed: true };
      known.set(key, { fingerprint, outcome: null });
      try {
        const outcome = await run();
        known.set(key, { fingerprint, outcome });
        return { outcome, isReplayed: false };
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
    clear: () => known.clear(),
  };
}

function otherParameters(key: string): ApiError {
  return new ApiError({
    status: 400,
    type: "idempotency_error",
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function stillRunning(key: string): ApiError {
  return new ApiError({
    status: 409,
    type: "idempotency_error",
    code: "idempotency_key_in_use",
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
