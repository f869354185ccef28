import { AppError } from "../errors.js";
import type { AttemptId, GenerationId } from "../ids.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider, ImageRequest } from "../ports/image-provider.js";
import { failGeneration } from "./end-generation.js";
import { followAttempt } from "./follow-attempt.js";
import { type FailureCode, isFinal, nextState } from "./lifecycle.js";
import {
  ATTEMPT_LEASE_MS,
  type RunDeps,
  type RunOutcome,
  renewLease,
  underLease,
} from "./run-attempt.js";

/** Tries of one generation before its credits go back for good. */
const MAX_ATTEMPTS = 3;
/** How long a vendor may take to accept a run; far above the usual 2 s. */
const SUBMIT_TIMEOUT_MS = 20_000;
const LEASE_RETRY_MS = 500;
const LOST_ANSWER_RETRY_MS = 2_000;
const FIRST_BACKOFF_MS = 1_000;

export type RunGeneration = (id: GenerationId, signal: AbortSignal) => Promise<RunOutcome>;

const DONE: RunOutcome = { kind: "done" };

/**
 * Has the model make the pictures: at most one open attempt, at most one POST per attempt. Called again after a crash
 * it goes on where the rows say the work stood; of a generation that has ended meanwhile it ends the attempt left open.
 * Resolves early with `again` when `signal` aborts.
 */
export function createRunGeneration(deps: RunDeps): RunGeneration {
  return async function runGeneration(id, signal) {
    const generation = await start(deps, id);
    if (!generation) return DONE;
    const isOver = isFinal(generation.state);
    if (!isOver) deps.onProgress(id);

    const open = await deps.database.stores.attempts.findOpen(id, 0);
    if (!open) return isOver ? DONE : beginAttempt(deps, generation, signal);
    if (!(await renewLease(deps, open.id))) return { kind: "again", delayMs: LEASE_RETRY_MS };
    if (open.providerRunId === null) return findLostRun(deps, generation, open);
    const run = { generation, attempt: open, providerRunId: open.providerRunId, signal };
    return underLease(deps, open.id, () => followAttempt(deps, run));
  };
}

/** Moves the generation to `running` when it waited; null when it is not in line yet. */
async function start(deps: RunDeps, id: GenerationId): Promise<Generation | null> {
  const started = await deps.database.transaction(async (stores) => {
    const generation = await stores.generations.lock(id);
    if (!generation || generation.state === "intake") return null;
    const to = nextState(generation.state, "start");
    if (!to) return generation;
    const at = deps.clock.now();
    await stores.generations.move({ id, to, at });
    await stores.lines.advance({ lane: generation.lane, tag: generation.queueTag });
    return { ...generation, state: to, startedAt: at };
  });
  if (started?.state === "running") deps.faults.reach("run_started");
  return started;
}

async function beginAttempt(
  deps: RunDeps,
  generation: Generation,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const { attempts } = deps.database.stores;
  const earlier = await attempts.list(generation.id);
  const spent = earlier.filter(({ state }) => state !== "absent");
  const provider = deps.providers.find(({ serves }) => serves(generation.modelId));
  if (spent.length >= MAX_ATTEMPTS || !provider) {
    await failGeneration(deps, { generationId: generation.id, errorCode: "provider_unavailable" });
    return DONE;
  }
  const now = deps.clock.now();
  const attempt = await attempts.open({
    id: deps.ids.uuid() as AttemptId,
    generationId: generation.id,
    slot: 0,
    provider: provider.name,
    at: now,
    leaseOwner: deps.workerId,
    leaseUntil: new Date(now.getTime() + ATTEMPT_LEASE_MS),
  });
  if (!attempt) return { kind: "again", delayMs: LEASE_RETRY_MS };
  deps.faults.reach("attempt_opened");
  return underLease(deps, attempt.id, () =>
    submit(deps, { generation, attempt, provider, signal }),
  );
}

async function submit(
  deps: RunDeps,
  run: { generation: Generation; attempt: Attempt; provider: ImageProvider; signal: AbortSignal },
): Promise<RunOutcome> {
  const { generation, attempt, provider, signal } = run;
  const request = await toImageRequest(deps, generation);
  if (!request) return giveUp(deps, run, "internal");
  try {
    const { providerRunId } = await provider.submit({
      attemptId: attempt.id,
      request,
      timeoutMs: SUBMIT_TIMEOUT_MS,
    });
    deps.faults.reach("attempt_submitted");
    await deps.database.stores.attempts.accept({ id: attempt.id, providerRunId });
    deps.faults.reach("attempt_accepted");
    return followAttempt(deps, { generation, attempt, providerRunId, signal });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn("submit_failed", {
      generationId: generation.id,
      provider: provider.name,
      code: error.code,
    });
    if (error.code === "outcome_unknown") return { kind: "again", delayMs: LOST_ANSWER_RETRY_MS };
    if (error.code === "provider_unavailable") return retryLater(deps, attempt);
    return giveUp(
      deps,
      run,
      error.code === "content_refused" ? "content_refused" : "provider_rejected",
    );
  }
}

/** An attempt without a run id: its worker died, or the answer was lost. It is looked up, never submitted again. */
async function findLostRun(
  deps: RunDeps,
  generation: Generation,
  attempt: Attempt,
): Promise<RunOutcome> {
  const { attempts } = deps.database.stores;
  const provider = deps.providers.find(({ name }) => name === attempt.provider);
  const found = provider ? await provider.find(attempt.id) : { kind: "unknown" as const };
  if (found.kind === "found") {
    await attempts.accept({ id: attempt.id, providerRunId: found.providerRunId });
    deps.faults.reach("attempt_accepted");
    return { kind: "again", delayMs: 0 };
  }
  if (found.kind === "absent") {
    await attempts.end({ id: attempt.id, state: "absent", at: deps.clock.now() });
    deps.faults.reach("attempt_ended");
    return { kind: "again", delayMs: 0 };
  }
  const isOverdue = deps.clock.now().getTime() - attempt.startedAt.getTime() > deps.runTimeoutMs;
  if (!isOverdue) return { kind: "again", delayMs: LOST_ANSWER_RETRY_MS };
  const ended = { id: attempt.id, state: "unknown" as const, errorCode: "outcome_unknown" };
  await failGeneration(deps, {
    generationId: generation.id,
    errorCode: "outcome_unknown",
    attempt: ended,
  });
  return DONE;
}

/** Nothing was made: the attempt ends, and another one begins after a pause that doubles. */
async function retryLater(deps: RunDeps, attempt: Attempt): Promise<RunOutcome> {
  const at = deps.clock.now();
  await deps.database.stores.attempts.end({
    id: attempt.id,
    state: "failed",
    errorCode: "provider_unavailable",
    at,
  });
  deps.faults.reach("attempt_ended");
  return { kind: "again", delayMs: FIRST_BACKOFF_MS * 2 ** (attempt.number - 1) };
}

async function giveUp(
  deps: RunDeps,
  run: { generation: Generation; attempt: Attempt },
  errorCode: FailureCode,
): Promise<RunOutcome> {
  const attempt = { id: run.attempt.id, state: "failed" as const, errorCode };
  await failGeneration(deps, { generationId: run.generation.id, errorCode, attempt });
  return DONE;
}

async function toImageRequest(deps: RunDeps, generation: Generation): Promise<ImageRequest | null> {
  const content = await deps.database.stores.generations.readContent(generation.id);
  return (
    content && {
      modelId: generation.modelId,
      prompt: content.prompt,
      aspectRatio: content.aspectRatio,
      count: generation.requestedCount,
      seed: generation.seed,
    }
  );
}
