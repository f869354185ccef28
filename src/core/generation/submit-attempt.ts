import { AppError } from "../errors.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import { providersLeft } from "./choose-provider.js";
import { noteFailure } from "./circuit-breaker.js";
import { FAILURES, toProviderFailure } from "./failures.js";
import { followAttempt } from "./follow-attempt.js";
import {
  DONE,
  failSlot,
  logProviderFailure,
  type RunDeps,
  type RunOutcome,
  toRequest,
  toTrace,
} from "./run-attempt.js";

/** How long a vendor may take to accept a run; far above the usual 2 s. */
const SUBMIT_TIMEOUT_MS = 20_000;
const LOST_ANSWER_RETRY_MS = 2_000;
const STORAGE_RETRY_MS = 3_000;
const FIRST_BACKOFF_MS = 1_000;
/** A person waits at the other end: longer than this is no answer to them. */
const LONGEST_BACKOFF_MS = 60_000;

interface SubmittedRun {
  readonly generation: Generation;
  readonly slot: number;
  readonly attempt: Attempt;
  readonly provider: ImageProvider;
  readonly signal: AbortSignal;
}

/** The one POST of an attempt, and what comes of it. */
export async function submitAttempt(deps: RunDeps, run: SubmittedRun): Promise<RunOutcome> {
  const { generation, slot, attempt, provider, signal } = run;
  const request = await toRequest(deps, generation, slot);
  if (!request) return giveUp(deps, run, { errorCode: "internal" });
  let providerRunId: string;
  try {
    const webhookUrl = deps.webhookUrlOf(provider.name, attempt.id);
    const trace = toTrace(deps, attempt, request);
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
  return followAttempt(deps, { generation, slot, attempt, request, providerRunId, signal });
}

async function afterFailure(
  deps: RunDeps,
  run: SubmittedRun,
  error: AppError,
): Promise<RunOutcome> {
  const { generation, provider, attempt } = run;
  if (error.code === "storage_unavailable") {
    // A picture could not be read for it: nothing was sent, and nothing is held against anybody.
    const at = deps.clock.now();
    await deps.database.stores.attempts.end({ id: attempt.id, state: "absent", at });
    deps.faults.reach("attempt_ended");
    return { kind: "again", delayMs: STORAGE_RETRY_MS };
  }
  logProviderFailure(deps, error, {
    call: "submit",
    generationId: generation.id,
    provider: provider.name,
  });
  const { errorCode, retry, mayFailOver } = toProviderFailure(error);
  if (retry === "after_look_up") return { kind: "again", delayMs: LOST_ANSWER_RETRY_MS };
  if (mayFailOver) {
    const of = { provider: provider.name, modelId: generation.modelId };
    if (FAILURES[errorCode].fault === "provider") await noteFailure(deps, of, error.retryAfterMs);
    // What keeps this provider from serving us at all is told apart, so that it is not asked once more.
    const code = error.code === "configuration" ? "configuration" : errorCode;
    return tryAnother(deps, run, { code, retryAfterMs: error.retryAfterMs });
  }
  return giveUp(deps, run, { errorCode });
}

/**
 * Nothing was made: the attempt ends and another one begins, at another provider at once, at the same one after a pause
 * that doubles, or as long as we are told.
 */
async function tryAnother(
  deps: RunDeps,
  run: SubmittedRun,
  failure: { code: string; retryAfterMs: number | undefined },
): Promise<RunOutcome> {
  const { attempt, generation, slot } = run;
  const { attempts } = deps.database.stores;
  const at = deps.clock.now();
  await attempts.end({ id: attempt.id, state: "failed", errorCode: failure.code, at });
  deps.faults.reach("attempt_ended");
  const all = await attempts.list(generation.id);
  const tried = all.filter((one) => one.slot === slot);
  const [next] = providersLeft(deps, generation, tried);
  if (!next || next.name !== run.provider.name) return { kind: "again", delayMs: 0 };
  const backoffMs = FIRST_BACKOFF_MS * 2 ** (attempt.number - 1);
  const delayMs = Math.min(LONGEST_BACKOFF_MS, failure.retryAfterMs ?? backoffMs);
  return { kind: "again", delayMs };
}

async function giveUp(
  deps: RunDeps,
  { generation, slot, attempt }: SubmittedRun,
  { errorCode }: { errorCode: ReturnType<typeof toProviderFailure>["errorCode"] },
): Promise<RunOutcome> {
  const ended = { id: attempt.id, state: "failed" as const, errorCode };
  await failSlot(deps, { generation, slot, errorCode, attempt: ended });
  return DONE;
}
