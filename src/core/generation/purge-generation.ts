import { AppError } from "../errors.js";
import { copyKeys } from "../gallery/copies.js";
import type { GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import type { Log } from "../ports/log.js";
import type { ObjectStore } from "../ports/object-store.js";
import { forgetRun } from "./forget-run.js";
import { isFinal } from "./lifecycle.js";
import { toRequest } from "./run-attempt.js";
import { SEND_LEASE_MS } from "./show-progress.js";

const BATCH = 100;

export interface PurgeDeps {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly faults: FaultPoints;
  readonly log: Log;
  readonly providers: readonly ImageProvider[];
  readonly publicLink: (key: string) => Promise<string | null>;
}

/** Purges whatever was not to be kept and has reached its asker, or has waited for a day. Safe to repeat. */
export async function purgeUnkept(deps: PurgeDeps): Promise<void> {
  const now = deps.clock.now();
  const { generations } = deps.database.stores;
  for (const id of await generations.listPurgeable({ now, limit: BATCH })) {
    await purgeGeneration(deps, id);
  }
}

/**
 * Removes all there is of a generation that was not to be kept but its place in the books: words, pictures, and what was
 * given. What had not reached its asker is paid back and never delivered. First the money, then what the providers have,
 * then the files, then the rows that name them, so that the next one goes on wherever this dies. What cannot be removed now
 * waits for the sweep.
 */
export async function purgeGeneration(deps: PurgeDeps, id: GenerationId): Promise<void> {
  const { database, clock, faults } = deps;
  const isOver = await database.transaction((stores) => settle(stores, id, clock.now()));
  if (!isOver) return;
  faults.reach("unkept_settled");
  await forgetRuns(deps, id);
  try {
    for (const asset of await database.stores.generations.listOwnAssets(id)) {
      for (const key of [...copyKeys(asset.id), asset.key]) await deps.objects.delete(key);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.error("purge_postponed", error, { generationId: id });
    return;
  }
  faults.reach("unkept_files_removed");
  await database.transaction(({ generations }) => generations.purge(id));
  faults.reach("unkept_purged");
}

/** Of every run, also where that was done when it ended: nothing tells whether whoever followed it lived to ask. */
async function forgetRuns(deps: PurgeDeps, generationId: GenerationId): Promise<void> {
  const { generations, attempts } = deps.database.stores;
  const generation = await generations.read(generationId);
  if (!generation) return;
  for (const { provider: name, providerRunId, slot } of await attempts.list(generationId)) {
    const provider = deps.providers.find((one) => one.name === name);
    if (!provider?.forget || providerRunId === null) continue;
    const request = await toRequest(deps, generation, slot);
    if (!request) return; // Purged before.
    await forgetRun(deps, { provider, key: { providerRunId, request }, generationId });
  }
}

/** True when nothing more is to come of it. */
async function settle(stores: Stores, id: GenerationId, now: Date): Promise<boolean> {
  const { generations, deliveries } = stores;
  const generation = await generations.lock(id);
  if (generation?.retention !== "none" || !isFinal(generation.state)) return false;
  const delivery = await deliveries.findByGeneration(id);
  if (!delivery || delivery.state === "sent") return true;
  const until = new Date(now.getTime() + SEND_LEASE_MS);
  const ours = await deliveries.takeLease({ id: delivery.id, state: delivery.state, now, until });
  // Somebody is sending it this very moment.
  if (!ours) return false;
  await deliveries.markSent({ id: delivery.id, rung: "gallery", messages: [], at: now });
  await giveBack(stores, generation);
  return true;
}

async function giveBack({ generations, ledger }: Stores, { id }: Generation): Promise<void> {
  await generations.writeOff(id);
  const holdId = await ledger.findHold(id);
  if (holdId) await ledger.release({ holdId });
}
