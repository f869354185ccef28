import { AppError } from "../errors.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type {
  ImageProvider,
  ImageRequest,
  ProviderOutput,
  ProviderRun,
  RunKey,
} from "../ports/image-provider.js";
import { providersLeft } from "./choose-provider.js";
import { noteFailure, noteSuccess } from "./circuit-breaker.js";
import { collectOutputs, discardOutputs } from "./collect-outputs.js";
import { type EndedAttempt, settleSlot } from "./end-generation.js";
import { FAILURES } from "./failures.js";
import { forgetRun } from "./forget-run.js";
import type { FailureCode } from "./lifecycle.js";
import { readFacts } from "./picture-facts.js";
import {
  DONE,
  failSlot,
  indexesOf,
  logProviderFailure,
  type RunDeps,
  type RunOutcome,
} from "./run-attempt.js";
import { type RunWatch, watchRun } from "./watch-run.js";

/** How long to wait before asking: quickly first, then ever more rarely. */
const POLLING = { firstMs: 200, longestMs: 2_000 };
/** With a webhook to come, asking is for the case that it got lost. */
const POLLING_BESIDE_WEBHOOK = { firstMs: 2_000, longestMs: 10_000 };
const POLL_GROWTH = 1.5;
const STORAGE_RETRY_MS = 3_000;

/** A run that still waits at its provider by then is taken to another one, if there is one. */
const START_TIMEOUT_MS = 60_000;

export interface FollowedRun {
  readonly generation: Generation;
  readonly slot: number;
  readonly attempt: Attempt;
  readonly request: ImageRequest;
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
    if (now.state === "succeeded") return settle(deps, run, { seen: now, watch, provider });
    if (now.state === "failed")
      return abandon(deps, run, { errorCode: now.code, costMicroUsd: now.costMicroUsd });
    if (ageMs(deps, run) > deps.runTimeoutMs(run.generation.lane)) {
      return stopAndAbandon(deps, run, { provider, errorCode: "timed_out" });
    }
    const isStuck = now.state === "waiting" && ageMs(deps, run) > START_TIMEOUT_MS;
    if (isStuck && (await hasAnother(deps, run))) {
      return stopAndAbandon(deps, run, { provider, errorCode: "provider_unavailable" });
    }
    // Told of news that the provider's own answer does not show yet: it will in a moment.
    pauseMs = seen === "heard" ? POLLING.firstMs : pauseMs;
    waitMs = now.pollInMs ?? pauseMs;
    pauseMs = Math.min(longestMs, pauseMs * POLL_GROWTH);
  }
}

function toKey({ request, providerRunId }: FollowedRun): RunKey {
  return { providerRunId, request };
}

/** Whether somebody else could make the pictures, should this run not. */
async function hasAnother(deps: RunDeps, { generation, slot, attempt }: FollowedRun) {
  const tried = await deps.database.stores.attempts.list(generation.id);
  const own = tried.filter((one) => one.slot === slot);
  const left = providersLeft(deps, generation, own);
  return left.some(({ name }) => name !== attempt.provider);
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
  by: {
    seen: Extract<ProviderRun, { state: "succeeded" }>;
    watch: RunWatch;
    provider: ImageProvider;
  },
): Promise<RunOutcome> {
  const { seen, watch } = by;
  const { id: generationId, accountId: ownerAccountId } = run.generation;
  const attemptId = run.attempt.id;
  const { costMicroUsd, promptUsed } = seen;
  const attempt = { id: attemptId, state: "succeeded" as const, costMicroUsd };
  const made = toAskedFor(seen.outputs, run.request.count);
  const facts = await readFacts(deps, run.generation, run.request);
  const collected = await watch.during((left) =>
    collectOutputs(deps, { generationId, attemptId, ownerAccountId, facts, outputs: made, left }),
  );
  if (collected === "stopped") return { kind: "again", delayMs: 0 };
  if (collected === "ended") return discard(deps, run, attempt);
  if (!collected.some(({ kind }) => kind === "kept")) {
    const missing = collected.find((output) => output.kind === "missing");
    return abandon(deps, run, { errorCode: missing?.errorCode ?? "output_unusable", costMicroUsd });
  }
  await noteSuccess(deps, toProviderModel(run));
  const [first = 0] = indexesOf(run.generation, run.slot);
  const outputs = collected.map((output) => ({ ...output, index: output.index + first }));
  const isInTime = await settleSlot(deps, { generationId, attempt, outputs, promptUsed });
  if (!isInTime) return discard(deps, run, attempt);
  // Whoever dies before this is made up for by the purge.
  if (run.request.retention === "none") {
    await forgetRun(deps, { provider: by.provider, key: toKey(run), generationId });
  }
  return DONE;
}

/** One for each picture that was asked for, whatever the provider counts: no more, and none left out. */
function toAskedFor(outputs: readonly ProviderOutput[], count: number): readonly ProviderOutput[] {
  const byIndex = new Map(outputs.map((output) => [output.index, output]));
  return Array.from(
    { length: count },
    (_, index) => byIndex.get(index) ?? { kind: "missing", index, code: "output_unusable" },
  );
}

/**
 * The generation ended without this run: nothing of it is kept. Or it ended with it, in a twin of ours that followed the
 * same run, as when the queue took a busy worker for dead: what that one has kept stays.
 */
async function discard(deps: RunDeps, run: FollowedRun, ended: EndedAttempt): Promise<RunOutcome> {
  const { id: generationId, requestedCount: count } = run.generation;
  const outputs = await deps.database.stores.generations.listOutputs(generationId);
  const kept = outputs.flatMap(({ state, asset }) =>
    state === "kept" && asset ? [asset.key] : [],
  );
  const keep = new Set(kept);
  await discardOutputs(deps, { generationId, attemptId: run.attempt.id, count, keep });
  await deps.database.stores.attempts.end({ ...ended, at: deps.clock.now() });
  deps.faults.reach("attempt_ended");
  return DONE;
}

/** A run that came to nothing. Where that was the provider's doing, another provider of the same model may do better. */
async function abandon(
  deps: RunDeps,
  run: FollowedRun,
  end: { errorCode: FailureCode; costMicroUsd?: number },
): Promise<RunOutcome> {
  const { generation, slot, attempt } = run;
  const { fault, mayFailOver } = FAILURES[end.errorCode];
  if (fault === "provider") await noteFailure(deps, toProviderModel(run));
  const ended = { id: attempt.id, state: "failed" as const, ...end };
  if (!mayFailOver || !(await hasAnother(deps, run))) {
    return failSlot(deps, { generation, slot, errorCode: end.errorCode, attempt: ended });
  }
  await deps.database.stores.attempts.end({ ...ended, at: deps.clock.now() });
  deps.faults.reach("attempt_ended");
  return { kind: "again", delayMs: 0 };
}

async function stopAndAbandon(
  deps: RunDeps,
  run: FollowedRun,
  { provider, errorCode }: { provider: ImageProvider; errorCode: FailureCode },
): Promise<RunOutcome> {
  await cancel(deps, run, provider);
  const last = await poll(deps, run, provider);
  const isOver = last.state === "succeeded" || last.state === "failed";
  return abandon(deps, run, { errorCode, ...(isOver && { costMicroUsd: last.costMicroUsd }) });
}

function toProviderModel({ attempt, generation }: FollowedRun) {
  return { provider: attempt.provider, modelId: generation.modelId };
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
