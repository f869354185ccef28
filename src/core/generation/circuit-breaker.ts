import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";

/** So many failures in a row, and a provider's model is left alone for a while. */
const FAILURES_TO_OPEN = 4;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 5 * 60_000;
/** A probe that has told nothing by then is taken for dead. */
const PROBE_MS = 60_000;
/** Longer than any vendor means seriously. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

interface BreakerDeps {
  readonly database: Database;
  readonly clock: Clock;
}

interface ProviderModel {
  readonly provider: string;
  readonly modelId: string;
}

/** `probe`: it has failed lately, and this one attempt finds out whether it works again. */
export type Admission =
  | { readonly kind: "yes" | "probe" }
  | { readonly kind: "no"; readonly retryInMs: number };

/**
 * Whether a provider is worth asking for a model now. After a few failures in a row nobody asks for a while that doubles;
 * then one attempt at a time tries whether it works again. A vendor's own `Retry-After` is obeyed in the same way.
 */
export async function admit(deps: BreakerDeps, of: ProviderModel): Promise<Admission> {
  const { providerHealth } = deps.database.stores;
  const health = await providerHealth.read(of);
  const now = deps.clock.now();
  if (!health?.retryAt) return { kind: "yes" };
  const retryInMs = health.retryAt.getTime() - now.getTime();
  if (retryInMs > 0) return { kind: "no", retryInMs };
  if (health.failures < FAILURES_TO_OPEN) return { kind: "yes" };
  const until = new Date(now.getTime() + PROBE_MS);
  const isOurs = await providerHealth.takeProbe(of, { now, until });
  return isOurs ? { kind: "probe" } : { kind: "no", retryInMs: 1_000 };
}

/** Takes note of a failure that is the provider's. */
export async function noteFailure(
  deps: BreakerDeps,
  of: ProviderModel,
  retryAfterMs?: number,
): Promise<void> {
  const { providerHealth } = deps.database.stores;
  const now = deps.clock.now();
  const failures = await providerHealth.countFailure(of, now);
  const doublings = Math.min(20, failures - FAILURES_TO_OPEN);
  const restMs = doublings < 0 ? 0 : Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** doublings);
  const waitMs = Math.max(restMs, Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs ?? 0));
  if (waitMs > 0) await providerHealth.rest(of, new Date(now.getTime() + waitMs));
}

/** Takes note that it works. */
export function noteSuccess(deps: BreakerDeps, of: ProviderModel): Promise<void> {
  return deps.database.stores.providerHealth.forgive(of);
}
