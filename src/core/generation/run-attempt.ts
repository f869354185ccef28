import type { Lane } from "../catalog/model.js";
import type { AppError } from "../errors.js";
import type { AttemptId, GenerationId } from "../ids.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { IdSource } from "../ports/id-source.js";
import type { AttemptTrace, ImageProvider, ImageRequest } from "../ports/image-provider.js";
import type { LogFields } from "../ports/log.js";
import type { CollectDeps } from "./collect-outputs.js";
import { type EndedAttempt, type EndGenerationDeps, settleSlot } from "./end-generation.js";
import { toProviderFailure } from "./failures.js";
import type { FailureCode } from "./lifecycle.js";
import type { RunNews } from "./run-news.js";

/** A worker that has not been heard of for this long is taken for dead. */
export const ATTEMPT_LEASE_MS = 6_000;

/** `again`: the caller runs it once more after the delay. */
export type RunOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly delayMs: number };
export const DONE: RunOutcome = { kind: "done" };

export interface RunDeps extends EndGenerationDeps, CollectDeps {
  readonly ids: IdSource;
  /** In order of preference. */
  readonly providers: readonly ImageProvider[];
  /** Most open attempts by provider; one that is not named may have as many as there are. */
  readonly providerConcurrency: Readonly<Record<string, number>>;
  /** An address of a stored object for the world; null when our store cannot be reached from outside. */
  readonly publicLink: (key: string) => Promise<string | null>;
  /** Names this process in leases. */
  readonly workerId: string;
  /** Called when something is worth showing in the chat; must not throw. */
  readonly onProgress: (generationId: GenerationId) => void;
  /** From the start of an attempt to giving up. */
  readonly runTimeoutMs: (lane: Lane) => number;
  /** From submitting to giving up on a run that the provider, asked for it, does not know. */
  readonly lostRunTimeoutMs: number;
  readonly news: RunNews;
  /** Where the provider may tell us of an attempt's run by itself; null when it cannot or does not. */
  readonly webhookUrlOf: (providerName: string, id: AttemptId) => string | null;
}

/** The places of the pictures that a slot makes. */
export function indexesOf({ runCount, requestedCount }: Generation, slot: number): number[] {
  if (runCount > 1) return [slot];
  return Array.from({ length: requestedCount }, (_, index) => index);
}

/** Of the run that begins with the picture of this place. */
export function seedOf({ seed }: Pick<Generation, "seed">, index: number): number {
  return (seed + index) % 2 ** 31;
}

/** What the run of a slot is to make. Null when what was asked for has been erased. */
export async function toRequest(
  deps: Pick<RunDeps, "database" | "objects" | "publicLink">,
  generation: Generation,
  slot: number,
): Promise<ImageRequest | null> {
  const { generations } = deps.database.stores;
  const content = await generations.readContent(generation.id);
  if (!content) return null;
  const hasInputs = content.inputSources.length > 0;
  const inputs = hasInputs ? await generations.listInputs(generation.id) : [];
  const indexes = indexesOf(generation, slot);
  return {
    ...content.options,
    modelId: generation.modelId,
    prompt: content.prompt,
    count: indexes.length,
    seed: seedOf(generation, indexes[0] ?? 0),
    retention: generation.retention,
    inputs: inputs.map(({ key, index: _index, isStored: _isStored, ...picture }) => ({
      ...picture,
      read: () => deps.objects.get(key),
      publicLink: () => deps.publicLink(key),
    })),
  };
}

/** What the attempt's run can be recognised by. */
export function toTrace(deps: RunDeps, attempt: Attempt, request: ImageRequest): AttemptTrace {
  const { attempts } = deps.database.stores;
  return {
    attemptId: attempt.id,
    startedAt: attempt.startedAt,
    request,
    async isTaken(providerRunId) {
      const owner = await attempts.findByRun({ provider: attempt.provider, providerRunId });
      return owner !== null && owner !== attempt.id;
    },
  };
}

/** Ends a slot without pictures, and its attempt if there is one. */
export async function failSlot(
  deps: RunDeps,
  failed: {
    generation: Generation;
    slot: number;
    errorCode: FailureCode;
    attempt?: EndedAttempt | undefined;
  },
): Promise<RunOutcome> {
  const { generation, slot, errorCode, attempt } = failed;
  await settleSlot(deps, {
    generationId: generation.id,
    attempt,
    outputs: indexesOf(generation, slot).map((index) => ({ kind: "missing", index, errorCode })),
  });
  return DONE;
}

/** What passes by itself is a warning; what somebody has to mend is an error. */
export function logProviderFailure(
  deps: Pick<RunDeps, "log">,
  error: AppError,
  fields: LogFields,
): void {
  if (toProviderFailure(error).isForOperator) {
    deps.log.error("provider_call_failed", error, fields);
    return;
  }
  deps.log.warn("provider_call_failed", { ...fields, code: error.code });
}

/** True when the lease on the attempt is ours for another while. */
export function renewLease(deps: RunDeps, id: AttemptId): Promise<boolean> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + ATTEMPT_LEASE_MS);
  return deps.database.stores.attempts.takeLease({ id, owner: deps.workerId, now, until });
}

/** Keeps the lease on an attempt for as long as `work` takes, and gives it back after if that did not end it. */
export async function underLease(
  deps: RunDeps,
  id: AttemptId,
  work: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const stop = new AbortController();
  const renewing = renewUntil(deps, id, stop.signal);
  let outcome: RunOutcome | undefined;
  try {
    outcome = await work();
    return outcome;
  } finally {
    stop.abort();
    await renewing;
    if (outcome?.kind !== "done") await giveBack(deps, id);
  }
}

async function giveBack(deps: RunDeps, id: AttemptId): Promise<void> {
  const now = deps.clock.now();
  await deps.database.stores.attempts.takeLease({ id, owner: deps.workerId, now, until: now });
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
