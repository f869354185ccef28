import { AppError } from "../errors.js";
import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { FoundRun, ImageProvider, ImageRequest } from "../ports/image-provider.js";
import {
  failSlot,
  logProviderFailure,
  type RunDeps,
  type RunOutcome,
  toTrace,
} from "./run-attempt.js";

const LOOK_AGAIN_MS = 2_000;

/**
 * An attempt without a run id: its worker died, or the answer was lost. It is looked up, never submitted again; a
 * webhook may tell its run meanwhile. What is not found in time has failed, and may have cost us what it would cost.
 */
export async function findLostRun(
  deps: RunDeps,
  run: { generation: Generation; slot: number; attempt: Attempt; request: ImageRequest },
): Promise<RunOutcome> {
  const { generation, slot, attempt, request } = run;
  const { attempts } = deps.database.stores;
  const provider = deps.providers.find(({ name }) => name === attempt.provider);
  const answer = provider ? await find(deps, provider, toTrace(deps, attempt, request)) : UNKNOWN;
  const found = answer ?? UNKNOWN;
  if (found.kind === "found") {
    const isOwn = await attempts.accept({ id: attempt.id, providerRunId: found.providerRunId });
    deps.faults.reach("attempt_accepted");
    return { kind: "again", delayMs: isOwn ? 0 : LOOK_AGAIN_MS };
  }
  if (found.kind === "absent") {
    await attempts.end({ id: attempt.id, state: "absent", at: deps.clock.now() });
    deps.faults.reach("attempt_ended");
    return { kind: "again", delayMs: 0 };
  }
  const timeoutMs = answer ? deps.lostRunTimeoutMs : deps.runTimeoutMs(generation.lane);
  const isOverdue = deps.clock.now().getTime() - attempt.startedAt.getTime() > timeoutMs;
  if (!isOverdue) return { kind: "again", delayMs: LOOK_AGAIN_MS };
  const costMicroUsd = provider?.costMicroUsd(request) ?? 0;
  const errorCode = "outcome_unknown";
  const ended = { id: attempt.id, state: "unknown" as const, errorCode, costMicroUsd };
  return failSlot(deps, { generation, slot, errorCode, attempt: ended });
}

const UNKNOWN: FoundRun = { kind: "unknown" };

/** Null when the provider could not be asked. */
async function find(
  deps: RunDeps,
  provider: ImageProvider,
  trace: Parameters<ImageProvider["find"]>[0],
): Promise<FoundRun | null> {
  try {
    return await provider.find(trace);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logProviderFailure(deps, error, {
      call: "find",
      attemptId: trace.attemptId,
      provider: provider.name,
    });
    return null;
  }
}
