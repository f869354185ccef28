import type { AttemptId, GenerationId } from "../ids.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import { chooseProvider } from "./choose-provider.js";
import { findLostRun } from "./find-lost-run.js";
import { followAttempt } from "./follow-attempt.js";
import { FAILURE_CODES, type FailureCode, isFinal } from "./lifecycle.js";
import {
  ATTEMPT_LEASE_MS,
  DONE,
  failSlot,
  indexesOf,
  type RunDeps,
  type RunOutcome,
  renewLease,
  toRequest,
  underLease,
} from "./run-attempt.js";
import { submitAttempt } from "./submit-attempt.js";

const LEASE_RETRY_MS = 500;
/** The provider has as many runs of ours as it may have. */
const FULL_RETRY_MS = 1_000;
/** From the start of work until a slot for which no provider is well is given up. */
const LONGEST_WAIT_MS = 90_000;

export type RunGeneration = (id: GenerationId, signal: AbortSignal) => Promise<RunOutcome>;

/**
 * Has the model make the pictures, in one run or in one per picture side by side: at most one open attempt per run, at
 * most one POST per attempt. Called again after a crash it goes on where the rows say the work stood; of a generation
 * that has ended meanwhile it ends the attempts left open. Resolves early with `again` when `signal` aborts.
 */
export function createRunGeneration(deps: RunDeps): RunGeneration {
  return async function runGeneration(id, signal) {
    const generation = await start(deps, id);
    if (!generation) return DONE;
    const slots = await slotsToRun(deps, generation);
    const outcomes = await Promise.all(
      slots.map((slot) => runSlot(deps, { generation, slot, signal })),
    );
    return soonest(outcomes);
  };
}

/** Those without pictures; of a generation that has ended, those with an attempt left open. */
async function slotsToRun(deps: RunDeps, generation: Generation): Promise<readonly number[]> {
  const { runCount, id } = generation;
  if (isFinal(generation.state) || runCount === 1) return range(runCount);
  const settled = await deps.database.stores.generations.listOutputs(id);
  const indexes = new Set(settled.map(({ index }) => index));
  return range(runCount).filter((slot) => !indexes.has(slot));
}

interface SlotRun {
  readonly generation: Generation;
  readonly slot: number;
  readonly signal: AbortSignal;
}

async function runSlot(deps: RunDeps, run: SlotRun): Promise<RunOutcome> {
  const { generation, slot } = run;
  const open = await deps.database.stores.attempts.findOpen(generation.id, slot);
  const isOver = isFinal(generation.state);
  if (!open) return isOver ? DONE : beginAttempt(deps, run);
  if (!isOver) deps.onProgress(generation.id);
  if (!(await renewLease(deps, open.id))) return { kind: "again", delayMs: LEASE_RETRY_MS };
  return underLease(deps, open.id, async () => {
    const request = await toRequest(deps, generation, slot);
    if (!request)
      return failSlot(deps, { generation, slot, errorCode: "internal", attempt: lost(open) });
    const { providerRunId } = open;
    if (providerRunId === null) return findLostRun(deps, { ...run, attempt: open, request });
    return followAttempt(deps, { ...run, attempt: open, request, providerRunId });
  });
}

/** What was asked for has been erased: nothing is left to ask the provider about. */
function lost(open: Attempt) {
  return { id: open.id, state: "failed" as const, errorCode: "internal" };
}

function soonest(outcomes: readonly RunOutcome[]): RunOutcome {
  const delays = outcomes.flatMap((outcome) => (outcome.kind === "again" ? [outcome.delayMs] : []));
  return delays.length === 0 ? DONE : { kind: "again", delayMs: Math.min(...delays) };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Moves the generation to `running` when it waited; null when it is not in line yet. */
async function start(deps: RunDeps, id: GenerationId): Promise<Generation | null> {
  const { lines, generations } = deps.database.stores;
  const move = { id, move: "start", at: deps.clock.now() } as const;
  const started = (await lines.move(move)) ?? (await generations.read(id));
  if (started?.state === "running") deps.faults.reach("run_started");
  return started?.state === "intake" ? null : started;
}

async function beginAttempt(deps: RunDeps, run: SlotRun): Promise<RunOutcome> {
  const { generation, slot } = run;
  const tried = await attemptsOf(deps, run);
  const choice = await chooseProvider(deps, generation, tried);
  if (choice.kind === "none") {
    const errorCode = whyTheLastFailed(tried);
    return failSlot(deps, { generation, slot, errorCode });
  }
  if (choice.kind === "later") return waitForProvider(deps, run, choice.retryInMs);
  const attempt = await openAttempt(deps, run, choice.provider);
  if (attempt === "settled") return DONE;
  if (attempt === "taken") return { kind: "again", delayMs: LEASE_RETRY_MS };
  if (attempt === "full") return { kind: "again", delayMs: FULL_RETRY_MS };
  deps.faults.reach("attempt_opened");
  return underLease(deps, attempt.id, () =>
    submitAttempt(deps, { ...run, attempt, provider: choice.provider }),
  );
}

async function attemptsOf(deps: RunDeps, { generation, slot }: SlotRun) {
  const all = await deps.database.stores.attempts.list(generation.id);
  return all.filter((attempt) => attempt.slot === slot);
}

function whyTheLastFailed(tried: readonly Attempt[]): FailureCode {
  const code = tried.findLast(({ errorCode }) => errorCode !== null)?.errorCode;
  return FAILURE_CODES.find((known) => known === code) ?? "provider_unavailable";
}

/** All that may be asked rest for now. A person waits at the other end, so not for ever. */
async function waitForProvider(
  deps: RunDeps,
  { generation, slot }: SlotRun,
  retryInMs: number,
): Promise<RunOutcome> {
  const startedAt = generation.startedAt ?? generation.createdAt;
  const waitedMs = deps.clock.now().getTime() - startedAt.getTime();
  if (waitedMs + retryInMs <= LONGEST_WAIT_MS) return { kind: "again", delayMs: retryInMs };
  return failSlot(deps, { generation, slot, errorCode: "provider_unavailable" });
}

/**
 * Whoever settles a slot holds the lock of its generation, so under that it is sure that nobody has done so meanwhile: a
 * worker that came by while the last attempt ended would otherwise begin, and pay for, another one.
 */
async function openAttempt(deps: RunDeps, run: SlotRun, provider: ImageProvider) {
  const { generation, slot } = run;
  const now = deps.clock.now();
  const input = {
    id: deps.ids.uuid() as AttemptId,
    generationId: generation.id,
    slot,
    provider: provider.name,
    at: now,
    leaseOwner: deps.workerId,
    leaseUntil: new Date(now.getTime() + ATTEMPT_LEASE_MS),
    maxOpen: deps.providerConcurrency[provider.name] ?? null,
  };
  return deps.database.transaction(async (stores) => {
    const current = await stores.generations.lock(generation.id);
    if (!current || isFinal(current.state)) return "settled";
    const [index] = indexesOf(generation, slot);
    const outputs = await stores.generations.listOutputs(generation.id);
    if (outputs.some((output) => output.index === index)) return "settled";
    return stores.attempts.open(input);
  });
}
