import { LANES } from "../catalog/model.js";
import { type RemoveDeps, removeObjects } from "../gallery/remove-objects.js";
import type { Generation } from "../ports/generation-store.js";
import { type EndGenerationDeps, failGeneration } from "./end-generation.js";
import { type PurgeDeps, purgeUnkept } from "./purge-generation.js";

/** Jobs younger than this are most likely still in the queue. */
const UNMOVED_MS = 15_000;
const UPDATES_KEPT_MS = 48 * 60 * 60_000;
const BATCH = 200;
/** So many batches of objects at once: no more than some seconds. */
const REMOVAL_ROUNDS = 5;

export type Sweep = () => Promise<void>;
export type ResumeWork = () => Promise<void>;

export interface SweepDeps extends EndGenerationDeps, RemoveDeps, PurgeDeps {
  /** A generation that is still open after this has failed. */
  readonly maxAgeMs: number;
}

/**
 * Finds what got lost and hands it over again: the rows are the outbox, the queue is only a courier.
 * Safe to run at any time and in several processes.
 */
export function createSweep(deps: SweepDeps): Sweep {
  return async function sweep() {
    const now = deps.clock.now();
    await resumeGenerations(deps, now, new Date(now.getTime() - UNMOVED_MS));
    await resumeDeliveries(deps, now);
    const { ledger, chatUpdates, galleryVisits, pending } = deps.database.stores;
    await ledger.expireHolds({ now, limit: BATCH });
    await ledger.expireLots({ now, limit: BATCH });
    await pending.purge(now);
    await galleryVisits.purge(now);
    await removeDeleted(deps);
    await resumeWithdrawals(deps, new Date(now.getTime() - UNMOVED_MS));
    await purgeUnkept(deps);
    await chatUpdates.purge(new Date(now.getTime() - UPDATES_KEPT_MS));
    for (const lane of LANES) {
      await deps.database.transaction((stores) => stores.lines.resetIfIdle(lane));
    }
    for (const provider of deps.providers) await provider.tidy?.();
  };
}

/**
 * Hands over everything that is open, however fresh: for the start of a process, when what its predecessor committed
 * last may not have reached the queue. Whatever the queue has already is not doubled.
 */
export function createResumeWork(deps: SweepDeps): ResumeWork {
  return async function resumeWork() {
    const now = deps.clock.now();
    await resumeGenerations(deps, now, now);
    await resumeDeliveries(deps, new Date(now.getTime() + UNMOVED_MS));
    await removeDeleted(deps);
    await resumeWithdrawals(deps, now);
  };
}

async function resumeGenerations(deps: SweepDeps, now: Date, before: Date): Promise<void> {
  for (const generation of await deps.database.stores.generations.listUnmoved({
    before,
    limit: BATCH,
  })) {
    await resume(deps, generation, now);
  }
}

async function resume(deps: SweepDeps, generation: Generation, now: Date): Promise<void> {
  const { id: generationId, lane, queueTag } = generation;
  if (now.getTime() - generation.createdAt.getTime() > deps.maxAgeMs) {
    await failGeneration(deps, { generationId, errorCode: "timed_out" });
    return;
  }
  if (generation.state === "intake") await deps.jobs.enqueue({ kind: "intake", generationId });
  else await deps.jobs.enqueue({ kind: "generate", generationId, lane, queueTag });
}

async function resumeDeliveries(deps: SweepDeps, dueBy: Date): Promise<void> {
  const due = await deps.database.stores.deliveries.listDue({ now: dueBy, limit: BATCH });
  for (const deliveryId of due) {
    await deps.jobs.enqueue({ kind: "deliver", deliveryId });
  }
}

/** What is left of deletions: after a crash, of many at once, or while the object store was away. */
async function removeDeleted(deps: SweepDeps): Promise<void> {
  for (let round = 0; round < REMOVAL_ROUNDS; round += 1) {
    const deleted = await deps.database.stores.assets.listDeleted({ limit: BATCH });
    const areRemoved = await removeObjects(deps, deleted);
    if (!areRemoved || deleted.length < BATCH) return;
  }
}

/** What a crash has left of taking deleted pictures out of the chats. */
async function resumeWithdrawals(deps: SweepDeps, before: Date): Promise<void> {
  const due = await deps.database.stores.deliveries.listWithdrawals({ before, limit: BATCH });
  for (const generationId of due) await deps.jobs.enqueue({ kind: "withdraw", generationId });
}
