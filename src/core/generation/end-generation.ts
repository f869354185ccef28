import { type Credits, timesCredits } from "../credits.js";
import type { AttemptId, DeliveryId, GenerationId } from "../ids.js";
import type { NewAsset } from "../ports/asset-store.js";
import type { AttemptState } from "../ports/attempt-store.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Generation, NewOutput } from "../ports/generation-store.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import { type FailureCode, nextState } from "./lifecycle.js";

/** One picture that came, or why it did not. */
export type CollectedOutput =
  | { readonly kind: "kept"; readonly index: number; readonly asset: NewAsset }
  | { readonly kind: "missing"; readonly index: number; readonly errorCode: FailureCode };

export interface EndGenerationDeps {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  readonly faults: FaultPoints;
  readonly log: Log;
}

export interface EndedAttempt {
  readonly id: AttemptId;
  readonly state: Exclude<AttemptState, "submitting" | "accepted">;
  readonly errorCode?: string;
  readonly costMicroUsd?: number;
}

/**
 * Ends a run with its pictures: charges for those that came, gives the rest back, and has the result delivered,
 * all in one commit. False when the generation had ended before: then nothing is charged or written, and the caller
 * removes the pictures before it ends the attempt.
 */
export async function finishGeneration(
  deps: EndGenerationDeps,
  input: { generationId: GenerationId; attempt: EndedAttempt; outputs: readonly CollectedOutput[] },
): Promise<boolean> {
  const kept = input.outputs.filter((output) => output.kind === "kept");
  return end(deps, input, async (stores, generation, at) => {
    const to = nextState(generation.state, "succeed");
    if (!to) return null;
    await stores.attempts.end({ ...input.attempt, at });
    const capturedCredits = timesCredits(generation.unitCredits, kept.length);
    await stores.assets.insert(
      kept.map(({ asset }) => asset),
      at,
    );
    const rows = input.outputs.map((output) =>
      toOutputRow(output, input.attempt.id, generation.unitCredits),
    );
    await stores.generations.insertOutputs(generation.id, rows);
    await stores.generations.move({ id: generation.id, to, at, capturedCredits });
    return capturedCredits;
  });
}

/**
 * Ends a generation without pictures, and its attempt: everything set aside goes back. False when it had ended before;
 * the attempt then ends all the same.
 */
export async function failGeneration(
  deps: EndGenerationDeps,
  input: { generationId: GenerationId; errorCode: FailureCode; attempt?: EndedAttempt },
): Promise<boolean> {
  return end(deps, input, async (stores, generation, at) => {
    if (input.attempt) await stores.attempts.end({ ...input.attempt, at });
    const to = nextState(generation.state, "fail");
    if (!to) return null;
    await stores.generations.move({ id: generation.id, to, at, errorCode: input.errorCode });
    return timesCredits(generation.unitCredits, 0);
  });
}

/** Has the news of an ended generation delivered. What is lost here is found by the sweep. */
export async function enqueueDelivery(deps: EndGenerationDeps, deliveryId: DeliveryId | null) {
  if (!deliveryId) return;
  try {
    await deps.jobs.enqueue({ kind: "deliver", deliveryId });
  } catch (error) {
    deps.log.error("enqueue_failed", error, { deliveryId });
  }
  deps.faults.reach("deliver_enqueued");
}

/** `settle` writes the end and returns what to charge, or null when the generation is not open for it. */
async function end(
  deps: EndGenerationDeps,
  input: { generationId: GenerationId },
  settle: (stores: Stores, generation: Generation, at: Date) => Promise<Credits | null>,
): Promise<boolean> {
  const ended = await deps.database.transaction(async (stores) => {
    const generation = await stores.generations.lock(input.generationId);
    const holdId = generation && (await stores.ledger.findHold(generation.id));
    if (!holdId) return null;
    const at = deps.clock.now();
    const amount = await settle(stores, generation, at);
    if (amount === null) return null;
    const deliveryId = await stores.deliveries.markReady(generation.id, at);
    await stores.ledger.capture({ holdId, amount });
    return { deliveryId };
  });
  if (!ended) return false;
  deps.faults.reach("generation_finished");
  await enqueueDelivery(deps, ended.deliveryId);
  return true;
}

function toOutputRow(
  output: CollectedOutput,
  attemptId: AttemptId,
  unitCredits: Credits,
): NewOutput {
  return output.kind === "kept"
    ? {
        index: output.index,
        state: "kept",
        assetId: output.asset.id,
        attemptId,
        errorCode: null,
        credits: unitCredits,
      }
    : {
        index: output.index,
        state: "missing",
        assetId: null,
        attemptId,
        errorCode: output.errorCode,
        credits: timesCredits(unitCredits, 0),
      };
}
