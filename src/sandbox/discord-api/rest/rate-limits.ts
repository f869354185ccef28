const WINDOW_MS = 1000;
// The platform's overall allowance of 50 requests a second; single routes allow less and vary.
const LIMIT = 50;

export interface RateLimitState {
  allowed: boolean;
  resetAfterSeconds: number;
  headers: Readonly<Record<string, string>>;
}

/** Counts calls per bucket. Real time: a test's clock does not slow the network down. */
export function createRateLimits(): { take(bucket: string): RateLimitState } {
  const buckets = new Map<string, { startedAt: number; used: number }>();
  return {
    take(bucket) {
      const now = performance.now();
      const before = buckets.get(bucket);
      const isFresh = before !== undefined && now - before.startedAt < WINDOW_MS;
      const state = isFresh ? before : { startedAt: now, used: 0 };
      buckets.set(bucket, state);
      state.used += 1;
      const resetAfterSeconds = (state.startedAt + WINDOW_MS - now) / 1000;
      return {
        allowed: state.used <= LIMIT,
        resetAfterSeconds,
        headers: {
          "X-RateLimit-Limit": String(LIMIT),
          "X-RateLimit-Remaining": String(Math.max(0, LIMIT - state.used)),
          "X-RateLimit-Reset": String(Date.now() / 1000 + resetAfterSeconds),
          "X-RateLimit-Reset-After": resetAfterSeconds.toFixed(3),
          "X-RateLimit-Bucket": Buffer.from(bucket).toString("hex").slice(0, 32),
        },
      };
    },
  };
}
