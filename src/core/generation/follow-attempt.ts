import { AppError } from "../errors.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider, ProviderRun, RunKey } from "../ports/image-provider.js";
import { collectOutputs, discardOutputs } from "./collect-outputs.js";
import { type EndedAttempt, failGeneration, finishGeneration } from "./end-generation.js";
import type { FailureCode } from "./lifecycle.js";
import { logProviderFailure, type RunDeps, type RunOutcome } from "./run-attempt.js";
import { type RunWatch, watchRun } from "./watch-run.js";

/** How long to wait before asking: quickly first, then ever more rarely. */
const POLLING = { firstMs: 200, longestMs: 2_000 };
/** With a webhook to come, asking is for the case that it got lost. */
const POLLING_BESIDE_WEBHOOK = { firstMs: 2_000, longestMs: 10_000 };
const POLL_GROWTH = 1.5;
const STORAGE_RETRY_MS = 3_000;

const DONE: RunOutcome = { kind: "done" };

export interface FollowedRun {
  readonly generation: Generation;
  readonly attempt: Attempt;
  readonly providerRunId: string;
  readonly signal: AbortSignal;
}

/**
 * Watches an accepted run until it ends, its owner cancels it, or its time is over. The provider is asked when it has
 * told us that there is news, and every now and then in case that got lost.
 */
export async function followAttempt(deps: RunDeps, run: FollowedRun): Promise<RunOutcome> {
  const provider = deps.providers.find(({ name }) => name === run.attempt.provider);
  if (!provider) return abandon(deps, run, { errorCode: "provider_unavailable" });
  const watch = watchRun(deps, run);
  try {
    return await follow(deps, run, { provider, watch });
  } catch (error) {
    return waitForStorage(deps, run, error);
  } finally {
    watch.close();
  }
}

/**
 * While pictures can be neither stored nor removed, nothing is charged and the run waits: its provider keeps them for an
 * hour. So long lives a generation, too, before the sweep ends it and gives its credits back.
 */
function waitForStorage(deps: RunDeps, run: FollowedRun, error: unknown): RunOutcome {
  if (!(error instanceof AppError) || error.code !== "storage_unavailable") throw error;
  deps.log.error("storage_waited_for", error, { generationId: run.generation.id });
  return { kind: "again", delayMs: STORAGE_RETRY_MS };
}

async function follow(
  deps: RunDeps,
  run: FollowedRun,
  by: { provider: ImageProvider; watch: RunWatch },
): Promise<RunOutcome> {
  const { provider, watch } = by;
  const isToldUs = deps.webhookUrlOf(provider.name, run.attempt.id) !== null;
  const { firstMs, longestMs } = isToldUs ? POLLING_BESIDE_WEBHOOK : POLLING;
  let pauseMs = firstMs;
  let waitMs = isToldUs ? Math.max(0, firstMs - ageMs(deps, run)) : 0;
  for (;;) {
    const seen = await watch.wait(waitMs);
    if (seen === "stopped") return { kind: "again", delayMs: 0 };
    if (seen === "ended") return stopProvider(deps, run, provider);
    const now = await poll(deps, run, provider);
    if (now.state === "succeeded") return settle(deps, run, { seen: now, watch });
    if (now.state === "failed")
      return abandon(deps, run, { errorCode: now.code, costMicroUsd: now.costMicroUsd });
    if (ageMs(deps, run) > deps.runTimeoutMs) {
      await cancel(deps, run, provider);
      return abandon(deps, run, { errorCode: "timed_out" });
    }
    // Told of news that the provider's own answer does not show yet: it will in a moment.
    pauseMs = seen === "heard" ? POLLING.firstMs : pauseMs;
    waitMs = now.pollInMs ?? pauseMs;
    pauseMs = Math.min(longestMs, pauseMs * POLL_GROWTH);
  }
}

function toKey({ generation, providerRunId }: FollowedRun): RunKey {
  return { providerRunId, modelId: generation.modelId, count: generation.requestedCount };
}

/** A provider that cannot be asked now tells nothing about the run: it counts as still running. */
async function poll(
  deps: RunDeps,
  run: FollowedRun,
  provider: ImageProvider,
): Promise<ProviderRun> {
  try {
    return await provider.poll(toKey(run));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logCall(deps, run, { error, provider, call: "poll" });
    if (error.retryable || error.code === "configuration") return { state: "running" };
    return { state: "failed", code: "provider_unavailable", costMicroUsd: 0 };
  }
}

/** A run that could not be stopped ends by itself; the generation need not wait for that. */
async function cancel(deps: RunDeps, run: FollowedRun, provider: ImageProvider): Promise<void> {
  try {
    await provider.cancel(toKey(run));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logCall(deps, run, { error, provider, call: "cancel" });
  }
}

function logCall(
  deps: RunDeps,
  run: FollowedRun,
  failed: { error: AppError; provider: ImageProvider; call: "poll" | "cancel" },
): void {
  const { error, provider, call } = failed;
  const generationId = run.generation.id;
  logProviderFailure(deps, error, { call, generationId, provider: provider.name });
}

async function settle(
  deps: RunDeps,
  run: FollowedRun,
  by: { seen: Extract<ProviderRun, { state: "succeeded" }>; watch: RunWatch },
): Promise<RunOutcome> {
  const { seen, watch } = by;
  const { id: generationId, accountId: ownerAccountId } = run.generation;
  const attemptId = run.attempt.id;
  const { costMicroUsd } = seen;
  const attempt = { id: attemptId, state: "succeeded" as const, costMicroUsd };
  const outputs = await watch.during((left) =>
    collectOutputs(deps, { generationId, attemptId, ownerAccountId, outputs: seen.outputs, left }),
  );
  if (outputs === "stopped") return { kind: "again", delayMs: 0 };
  if (outputs === "ended") return discard(deps, run, attempt);
  if (!outputs.some(({ kind }) => kind === "kept")) {
    const missing = outputs.find((output) => output.kind === "missing");
    return abandon(deps, run, { errorCode: missing?.errorCode ?? "output_unusable", costMicroUsd });
  }
  const isInTime = await finishGeneration(deps, { generationId, attempt, outputs });
  return isInTime ? DONE : discard(deps, run, attempt);
}

/** The generation ended without this run: nothing of it is kept. */
async function discard(deps: RunDeps, run: FollowedRun, ended: EndedAttempt): Promise<RunOutcome> {
  const { id: generationId, requestedCount: count } = run.generation;
  await discardOutputs(deps, { generationId, attemptId: run.attempt.id, count });
  await deps.database.stores.attempts.end({ ...ended, at: deps.clock.now() });
  deps.faults.reach("attempt_ended");
  return DONE;
}

async function abandon(
  deps: RunDeps,
  run: FollowedRun,
  end: { errorCode: FailureCode; costMicroUsd?: number },
): Promise<RunOutcome> {
  const attempt = { id: run.attempt.id, state: "failed" as const, ...end };
  await failGeneration(deps, {
    generationId: run.generation.id,
    errorCode: end.errorCode,
    attempt,
  });
  return DONE;
}

async function stopProvider(
  deps: RunDeps,
  run: FollowedRun,
  provider: ImageProvider,
): Promise<RunOutcome> {
  await cancel(deps, run, provider);
  deps.faults.reach("provider_stopped");
  const ended = { id: run.attempt.id, state: "cancelled" as const };
  // A run stopped at work may be billed all the same.
  const last = await poll(deps, run, provider);
  const isOver = last.state === "succeeded" || last.state === "failed";
  return discard(deps, run, isOver ? { ...ended, costMicroUsd: last.costMicroUsd } : ended);
}

function ageMs(deps: RunDeps, run: FollowedRun): number {
  return deps.clock.now().getTime() - run.attempt.startedAt.getTime();
}
