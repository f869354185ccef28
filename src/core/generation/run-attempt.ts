import type { AttemptId, GenerationId } from "../ids.js";
import type { IdSource } from "../ports/id-source.js";
import type { ImageProvider } from "../ports/image-provider.js";
import type { CollectDeps } from "./collect-outputs.js";
import type { EndGenerationDeps } from "./end-generation.js";

/** A worker that has not been heard of for this long is taken for dead. */
export const ATTEMPT_LEASE_MS = 6_000;

/** `again`: the caller runs it once more after the delay. */
export type RunOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly delayMs: number };

export interface RunDeps extends EndGenerationDeps, CollectDeps {
  readonly ids: IdSource;
  /** In order of preference. */
  readonly providers: readonly ImageProvider[];
  /** Names this process in leases. */
  readonly workerId: string;
  /** Called when something is worth showing in the chat; must not throw. */
  readonly onProgress: (generationId: GenerationId) => void;
  /** From the start of work to giving up. */
  readonly runTimeoutMs: number;
}

/** True when the lease on the attempt is ours for another while. */
export function renewLease(deps: RunDeps, id: AttemptId): Promise<boolean> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + ATTEMPT_LEASE_MS);
  return deps.database.stores.attempts.takeLease({ id, owner: deps.workerId, now, until });
}

/** Keeps the lease on an attempt for as long as `work` takes, and gives it back after. */
export async function underLease<T>(
  deps: RunDeps,
  id: AttemptId,
  work: () => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const renewing = renewUntil(deps, id, stop.signal);
  try {
    return await work();
  } finally {
    stop.abort();
    await renewing;
    const now = deps.clock.now();
    await deps.database.stores.attempts.takeLease({ id, owner: deps.workerId, now, until: now });
  }
}

async function renewUntil(deps: RunDeps, id: AttemptId, signal: AbortSignal): Promise<void> {
  for (;;) {
    await deps.clock.pause(ATTEMPT_LEASE_MS / 3, signal);
    if (signal.aborted) return;
    try {
      await renewLease(deps, id);
    } catch (error) {
      deps.log.error("lease_not_renewed", error, { attemptId: id });
    }
  }
}
