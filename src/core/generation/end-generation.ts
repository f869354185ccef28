import { type Credits, timesCredits } from "../credits.js";
import type { AttemptId, DeliveryId, GenerationId, HoldId } from "../ids.js";
import type { NewAsset } from "../ports/asset-store.js";
import type { AttemptState } from "../ports/attempt-store.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Generation, NewOutput } from "../ports/generation-store.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import { type FailureCode, isFinal, nextState } from "./lifecycle.js";
import { isPaidOnDelivery } from "./request-terms.js";

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

/** What a slot has come to. */
export interface SettledSlot {
  readonly generationId: GenerationId;
  /** Left out when no provider could be asked at all. */
  readonly attempt?: EndedAttempt | undefined;
  readonly outputs: readonly CollectedOutput[];
  readonly promptUsed?: string | undefined;
}

/**
 * Writes what a run has made; the last run of a generation also ends it, all in one commit: the pictures that came are
 * charged for (what is not kept, on delivery), the rest is given back, and the result is delivered. False when the generation had ended before, or these
 * pictures had been written: then nothing is charged or written, and the caller removes them before it ends the attempt.
 */
export async function settleSlot(deps: EndGenerationDeps, slot: SettledSlot): Promise<boolean> {
  return settle(deps, slot.generationId, async (stores, { generation, missing, at }) => {
    const isLate =
      isFinal(generation.state) || !slot.outputs.every((one) => missing.has(one.index));
    if (isLate && slot.outputs.some(({ kind }) => kind === "kept")) return false;
    if (slot.attempt) await stores.attempts.end({ ...slot.attempt, at });
    if (isLate) return false;
    await writeOutputs(stores, { generation, slot, at });
    if (slot.promptUsed) await stores.generations.notePromptUsed(generation.id, slot.promptUsed);
    return true;
  });
}

/**
 * Ends a generation whose pictures will not come: those that came are charged for and delivered, everything else goes
 * back. False when it had ended before; the attempt then ends all the same.
 */
export async function failGeneration(
  deps: EndGenerationDeps,
  input: { generationId: GenerationId; errorCode: FailureCode; attempt?: EndedAttempt },
): Promise<boolean> {
  const { errorCode, attempt } = input;
  return settle(deps, input.generationId, async (stores, { generation, missing, at }) => {
    if (attempt) await stores.attempts.end({ ...attempt, at });
    if (isFinal(generation.state)) return false;
    const outputs = [...missing].map((index) => ({ kind: "missing" as const, index, errorCode }));
    await writeOutputs(stores, { generation, slot: { outputs, attempt }, at });
    return true;
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

interface Standing {
  readonly generation: Generation;
  /** The places of pictures that have neither come nor failed. */
  readonly missing: ReadonlySet<number>;
  readonly at: Date;
}

/** `write` tells whether it has written outputs. Whoever writes the last one ends the generation. */
async function settle(
  deps: EndGenerationDeps,
  generationId: GenerationId,
  write: (stores: Stores, standing: Standing) => Promise<boolean>,
): Promise<boolean> {
  const settled = await deps.database.transaction(async (stores) => {
    const generation = await stores.generations.lock(generationId);
    const holdId = generation && (await stores.ledger.findHold(generation.id));
    if (!holdId) return null;
    const at = deps.clock.now();
    const known = await stores.generations.listOutputs(generationId);
    const missing = new Set(Array.from({ length: generation.requestedCount }, (_, index) => index));
    for (const { index } of known) missing.delete(index);
    if (!(await write(stores, { generation, missing, at }))) return null;
    return endWhenComplete(stores, { generation, holdId, at });
  });
  if (!settled) return false;
  if (!settled.isEnd) {
    deps.faults.reach("slot_settled");
    return true;
  }
  deps.faults.reach("generation_finished");
  await enqueueDelivery(deps, settled.deliveryId);
  return true;
}

async function endWhenComplete(
  stores: Stores,
  { generation, holdId, at }: { generation: Generation; holdId: HoldId; at: Date },
): Promise<{ isEnd: boolean; deliveryId: DeliveryId | null }> {
  const outputs = await stores.generations.listOutputs(generation.id);
  if (outputs.length < generation.requestedCount) return { isEnd: false, deliveryId: null };
  const keptCount = outputs.filter(({ state }) => state === "kept").length;
  const to = nextState(generation.state, keptCount > 0 ? "succeed" : "fail");
  if (!to) throw new Error(`a generation cannot end from ${generation.state}`);
  const capturedCredits = timesCredits(generation.unitCredits, keptCount);
  const errorCode = outputs.find(({ errorCode }) => errorCode !== null)?.errorCode ?? "internal";
  const end = keptCount > 0 ? { capturedCredits } : { errorCode };
  await stores.generations.move({ id: generation.id, to, at, ...end });
  const deliveryId = await stores.deliveries.markReady(generation.id, at);
  const isPaidLater = keptCount > 0 && isPaidOnDelivery(generation);
  if (!isPaidLater) await stores.ledger.capture({ holdId, amount: capturedCredits });
  return { isEnd: true, deliveryId };
}

async function writeOutputs(
  stores: Stores,
  input: {
    generation: Generation;
    slot: Pick<SettledSlot, "attempt" | "outputs">;
    at: Date;
  },
): Promise<void> {
  const { generation, slot, at } = input;
  const assets = slot.outputs.flatMap((output) => (output.kind === "kept" ? [output.asset] : []));
  if (assets.length > 0) await stores.assets.insert(assets, at);
  const rows = slot.outputs.map((output) =>
    toOutputRow(output, slot.attempt?.id ?? null, generation.unitCredits),
  );
  await stores.generations.insertOutputs(generation.id, rows);
}

function toOutputRow(
  output: CollectedOutput,
  attemptId: AttemptId | null,
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
