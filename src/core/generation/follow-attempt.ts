import { AppError } from "../errors.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider, ProviderRun } from "../ports/image-provider.js";
import { collectOutputs, discardOutputs } from "./collect-outputs.js";
import { type EndedAttempt, failGeneration, finishGeneration } from "./end-generation.js";
import { type FailureCode, isFinal } from "./lifecycle.js";
import type { RunDeps, RunOutcome } from "./run-attempt.js";

const FIRST_POLL_MS = 200;
const LONGEST_POLL_MS = 2_000;
const POLL_GROWTH = 1.5;

const DONE: RunOutcome = { kind: "done" };

export interface FollowedRun {
  readonly generation: Generation;
  readonly attempt: Attempt;
  readonly providerRunId: string;
  readonly signal: AbortSignal;
}

/** Watches an accepted run until it ends, its owner cancels it, or its time is over. */
export async function followAttempt(deps: RunDeps, run: FollowedRun): Promise<RunOutcome> {
  const provider = deps.providers.find(({ name }) => name === run.attempt.provider);
  if (!provider) return abandon(deps, run, { errorCode: "provider_unavailable" });
  let pauseMs = FIRST_POLL_MS;
  while (!run.signal.aborted) {
    if (await hasEnded(deps, run)) return stopProvider(deps, run, provider);
    const seen = await poll(deps, run, provider);
    if (seen.state === "succeeded") return settle(deps, run, seen);
    if (seen.state === "failed")
      return abandon(deps, run, { errorCode: seen.code, costMicroUsd: seen.costMicroUsd });
    if (isOverdue(deps, run)) {
      await provider.cancel(run.providerRunId);
      return abandon(deps, run, { errorCode: "timed_out" });
    }
    deps.onProgress(run.generation.id);
    await deps.clock.pause(seen.pollInMs ?? pauseMs, run.signal);
    pauseMs = Math.min(LONGEST_POLL_MS, pauseMs * POLL_GROWTH);
  }
  return { kind: "again", delayMs: 0 };
}

/** A provider that cannot be reached now tells nothing about the run: it counts as still running. */
async function poll(
  deps: RunDeps,
  run: FollowedRun,
  provider: ImageProvider,
): Promise<ProviderRun> {
  try {
    return await provider.poll(run.providerRunId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn("poll_failed", {
      generationId: run.generation.id,
      provider: provider.name,
      code: error.code,
    });
    if (error.retryable) return { state: "running" };
    return { state: "failed", code: "provider_unavailable", costMicroUsd: 0 };
  }
}

async function settle(
  deps: RunDeps,
  run: FollowedRun,
  seen: Extract<ProviderRun, { state: "succeeded" }>,
): Promise<RunOutcome> {
  const { id: generationId, accountId: ownerAccountId } = run.generation;
  const attemptId = run.attempt.id;
  const outputs = await collectOutputs(deps, {
    generationId,
    attemptId,
    ownerAccountId,
    outputs: seen.outputs,
  });
  const { costMicroUsd } = seen;
  if (!outputs.some(({ kind }) => kind === "kept")) {
    const missing = outputs.find((output) => output.kind === "missing");
    return abandon(deps, run, { errorCode: missing?.errorCode ?? "output_unusable", costMicroUsd });
  }
  const attempt = { id: attemptId, state: "succeeded" as const, costMicroUsd };
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
  await provider.cancel(run.providerRunId);
  deps.faults.reach("provider_stopped");
  return discard(deps, run, { id: run.attempt.id, state: "cancelled" });
}

async function hasEnded(deps: RunDeps, run: FollowedRun): Promise<boolean> {
  const now = await deps.database.stores.generations.read(run.generation.id);
  return now === null || isFinal(now.state);
}

function isOverdue(deps: RunDeps, run: FollowedRun): boolean {
  return deps.clock.now().getTime() - run.attempt.startedAt.getTime() > deps.runTimeoutMs;
}
