import { setTimeout } from "node:timers/promises";
import type { Hono } from "hono";

/** Whoever asks has a time limit of their own, and wants to hear which piece it is. */
const CHECK_TIMEOUT_MS = 3_500;

/** One piece the service stands on; resolves when it answers. */
export type Check = () => Promise<void>;

/** `/healthz`: the process lives. `/readyz`: every piece it needs answers, or which one does not. */
export function addHealthRoutes(routes: Hono, checks: Readonly<Record<string, Check>>): void {
  routes.get("/healthz", (context) => context.json({ status: "alive" }));
  routes.get("/readyz", async (context) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await answers(check)] as const),
    );
    const isReady = results.every(([, isFine]) => isFine);
    const pieces = Object.fromEntries(
      results.map(([name, isFine]) => [name, isFine ? "ok" : "down"]),
    );
    return context.json({ status: isReady ? "ready" : "not ready", pieces }, isReady ? 200 : 503);
  });
}

/** A connection cut without a word leaves a check hanging: too late counts as no answer. */
async function answers(check: Check): Promise<boolean> {
  const timer = new AbortController();
  const isLate = setTimeout(CHECK_TIMEOUT_MS, false, { signal: timer.signal });
  isLate.catch(() => undefined); // Only ever aborted, below.
  try {
    return await Promise.race([check().then(() => true), isLate]);
  } catch {
    return false;
  } finally {
    timer.abort();
  }
}
