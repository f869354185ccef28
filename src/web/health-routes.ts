import type { Hono } from "hono";

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

async function answers(check: Check): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
