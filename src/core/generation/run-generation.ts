import type { AttemptId, GenerationId } from "../ids.js";
import type { Generation } from "../ports/generation-store.js";
import { failGeneration } from "./end-generation.js";
import { findLostRun } from "./find-lost-run.js";
import { followAttempt } from "./follow-attempt.js";
import { isFinal } from "./lifecycle.js";
import {
  ATTEMPT_LEASE_MS,
  type RunDeps,
  type RunOutcome,
  renewLease,
  underLease,
} from "./run-attempt.js";
import { hasTriesLeft, submitAttempt } from "./submit-attempt.js";

const LEASE_RETRY_MS = 500;

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
    const open = await deps.database.stores.attempts.findOpen(id, 0);
    if (!open) return isOver ? DONE : beginAttempt(deps, generation, signal);
    if (!isOver) deps.onProgress(id);
    if (!(await renewLease(deps, open.id))) return { kind: "again", delayMs: LEASE_RETRY_MS };
    if (open.providerRunId === null) {
      return underLease(deps, open.id, () => findLostRun(deps, generation, open));
    }
    const run = { generation, attempt: open, providerRunId: open.providerRunId, signal };
    return underLease(deps, open.id, () => followAttempt(deps, run));
  };
}

/** Moves the generation to `running` when it waited; null when it is not in line yet. */
async function start(deps: RunDeps, id: GenerationId): Promise<Generation | null> {
  const { lines, generations } = deps.database.stores;
  const move = { id, move: "start", at: deps.clock.now() } as const;
  const started = (await lines.move(move)) ?? (await generations.read(id));
  if (started?.state === "running") deps.faults.reach("run_started");
  return started?.state === "intake" ? null : started;
}

async function beginAttempt(
  deps: RunDeps,
  generation: Generation,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const { attempts } = deps.database.stores;
  const provider = deps.providers.find(({ serves }) => serves(generation.modelId));
  if (!provider || !(await hasTriesLeft(deps, generation.id))) {
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
    submitAttempt(deps, { generation, attempt, provider, signal }),
  );
}
