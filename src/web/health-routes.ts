import { setTimeout } from "node:timers/promises";
import type { Hono } from "hono";
import type { ReadMaintenance } from "../core/running/maintenance.js";

/** Whoever asks has a time limit of their own, and wants to hear which piece it is. */
const CHECK_TIMEOUT_MS = 3_500;

/** One piece the service stands on; resolves when it answers. */
export type Check = () => Promise<void>;

interface HealthDeps {
  readonly checks: Readonly<Record<string, Check>>;
  /** Left out: never under maintenance. */
  readonly readMaintenance?: ReadMaintenance;
}

/**
 * `/healthz`: the process lives. `/readyz`: every piece it needs answers, or which one does not. Under maintenance it
 * says so and stays 200: work that was accepted goes on, and what people ask is answered.
 */
export function addHealthRoutes(routes: Hono, { checks, readMaintenance }: HealthDeps): void {
  routes.get("/healthz", (context) => context.json({ status: "alive" }));
  routes.get("/readyz", async (context) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await answers(check)] as const),
    );
    const isReady = results.every(([, isFine]) => isFine);
    const pieces = Object.fromEntries(
      results.map(([name, isFine]) => [name, isFine ? "ok" : "down"]),
    );
    if (!isReady) return context.json({ status: "not ready", pieces }, 503);
    const status = (await readMaintenance?.()) ? "maintenance" : "ready";
    return context.json({ status, pieces });
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
