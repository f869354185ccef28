import { AppError } from "../errors.js";
import type { GenerationId } from "../ids.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import { failGeneration } from "./end-generation.js";
import { toProviderFailure } from "./failures.js";
import { followAttempt } from "./follow-attempt.js";
import type { FailureCode } from "./lifecycle.js";
import { logProviderFailure, type RunDeps, type RunOutcome, toTrace } from "./run-attempt.js";

/** Tries of one generation before its credits go back for good. */
const MAX_ATTEMPTS = 3;
/** How long a vendor may take to accept a run; far above the usual 2 s. */
const SUBMIT_TIMEOUT_MS = 20_000;
const LOST_ANSWER_RETRY_MS = 2_000;
const FIRST_BACKOFF_MS = 1_000;
/** A person waits at the other end: longer than this is no answer to them. */
const LONGEST_BACKOFF_MS = 60_000;

const DONE: RunOutcome = { kind: "done" };

interface SubmittedRun {
  readonly generation: Generation;
  readonly attempt: Attempt;
  readonly provider: ImageProvider;
  readonly signal: AbortSignal;
}

/** An attempt the provider never had is none. */
export async function hasTriesLeft(deps: RunDeps, id: GenerationId): Promise<boolean> {
  const attempts = await deps.database.stores.attempts.list(id);
  return attempts.filter(({ state }) => state !== "absent").length < MAX_ATTEMPTS;
}

/** The one POST of an attempt, and what comes of it. */
export async function submitAttempt(deps: RunDeps, run: SubmittedRun): Promise<RunOutcome> {
  const { generation, attempt, provider, signal } = run;
  const trace = await toTrace(deps, generation, attempt);
  if (!trace) return giveUp(deps, run, "internal");
  let providerRunId: string;
  try {
    const webhookUrl = deps.webhookUrlOf(provider.name, attempt.id);
    const accepted = await provider.submit({ ...trace, webhookUrl, timeoutMs: SUBMIT_TIMEOUT_MS });
    providerRunId = accepted.providerRunId;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return afterFailure(deps, run, error);
  }
  deps.faults.reach("attempt_submitted");
  const isOwn = await deps.database.stores.attempts.accept({ id: attempt.id, providerRunId });
  deps.faults.reach("attempt_accepted");
  // A twin with the same words and seed lost its answer and took our run for its own: then its run is ours.
  if (!isOwn) return { kind: "again", delayMs: LOST_ANSWER_RETRY_MS };
  return followAttempt(deps, { generation, attempt, providerRunId, signal });
}

async function afterFailure(
  deps: RunDeps,
  run: SubmittedRun,
  error: AppError,
): Promise<RunOutcome> {
  const { generation, attempt, provider } = run;
  logProviderFailure(deps, error, {
    call: "submit",
    generationId: generation.id,
    provider: provider.name,
  });
  const { errorCode, retry } = toProviderFailure(error);
  switch (retry) {
    case "after_look_up":
      return { kind: "again", delayMs: LOST_ANSWER_RETRY_MS };
    case "after_pause":
      return retryLater(deps, attempt, error.retryAfterMs);
    case "never":
      return giveUp(deps, run, errorCode);
  }
}

/** Nothing was made: the attempt ends, and another one begins after a pause that doubles, or as long as we are told. */
async function retryLater(
  deps: RunDeps,
  attempt: Attempt,
  retryAfterMs: number | undefined,
): Promise<RunOutcome> {
  await deps.database.stores.attempts.end({
    id: attempt.id,
    state: "failed",
    errorCode: "provider_unavailable",
    at: deps.clock.now(),
  });
  deps.faults.reach("attempt_ended");
  if (!(await hasTriesLeft(deps, attempt.generationId))) return { kind: "again", delayMs: 0 };
  const backoffMs = FIRST_BACKOFF_MS * 2 ** (attempt.number - 1);
  return { kind: "again", delayMs: Math.min(LONGEST_BACKOFF_MS, retryAfterMs ?? backoffMs) };
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
