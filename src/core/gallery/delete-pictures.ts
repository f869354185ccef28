import { isFinal } from "../generation/lifecycle.js";
import type { AccountId, GenerationId } from "../ids.js";
import type { DeletedAsset } from "../ports/asset-store.js";
import type { Clock } from "../ports/clock.js";
import type { Stores } from "../ports/database.js";
import type { DeliveredMessage } from "../ports/delivery-store.js";
import type { JobQueue } from "../ports/job-queue.js";
import { ok, type Result, refuse } from "../refusal.js";
import { transact } from "../transact.js";
import { type RemoveDeps, removeObjects } from "./remove-objects.js";

export interface DeleteDeps extends RemoveDeps {
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

export type DeletePictures = (input: {
  accountId: AccountId;
  generationId: GenerationId;
  /** Left out: all of them. */
  outputIndex?: number | undefined;
}) => Promise<
  Result<{
    /** Those that show nothing but what was deleted. */
    messages: readonly DeliveredMessage[];
    /** Nothing of the generation is left but its place in the history. */
    isAllGone: boolean;
  }>
>;

/**
 * Removes one picture of a generation, or all of them, for its owner: from the gallery at once, from the object store and
 * the chats right after; a crash in between delays that and no more. With the last picture the words and the pictures
 * given go too. Safe to repeat.
 */
export function createDeletePictures(deps: DeleteDeps): DeletePictures {
  return async function deletePictures({ accountId, generationId, outputIndex }) {
    const deleted = await transact(deps.database, async (stores) => {
      const generation = await stores.generations.lock(generationId);
      if (!generation || !isFinal(generation.state)) return refuse({ kind: "not_found" });
      if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
      const { generations, deliveries } = stores;
      const pictures = await generations.deleteOutputs([generationId], {
        areCharged: true,
        index: outputIndex,
      });
      const outputs = await generations.listOutputs(generationId);
      const isAllGone = outputs.every(({ state }) => state !== "kept");
      const rest = isAllGone ? await eraseRest(stores, [generationId], deps.clock.now()) : [];
      if (!isAllGone) await deliveries.withdraw([generationId], deps.clock.now());
      const all = await deliveries.listMessages(generationId);
      const messages = isAllGone ? all : all.filter((one) => one.outputIndex === outputIndex);
      return ok({ assets: [...pictures, ...rest], messages, isAllGone });
    });
    if (!deleted.ok) return deleted;
    const { assets, messages, isAllGone } = deleted.value;
    await finishDeletion(deps, generationId, assets);
    return ok({ messages, isAllGone });
  };
}

export type DeleteGallery = (accountId: AccountId) => Promise<{ count: number }>;

const GENERATIONS_AT_ONCE = 200;

/**
 * Removes every picture of a person's gallery at once; the sweep takes them out of the object store and the chats, for
 * they may be many. What was done stands when it breaks off, and a repeat goes on from there.
 */
export function createDeleteGallery(deps: DeleteDeps): DeleteGallery {
  return async function deleteGallery(accountId) {
    const { gallery } = deps.database.stores;
    for (let count = 0; ; ) {
      const ids = await gallery.listGenerations(accountId, { limit: GENERATIONS_AT_ONCE });
      if (ids.length === 0) return { count };
      count += await deps.database.transaction(async (stores) => {
        const pictures = await stores.generations.deleteOutputs(ids, { areCharged: true });
        await eraseRest(stores, ids, deps.clock.now());
        return pictures.length;
      });
      deps.faults.reach("pictures_deleted");
    }
  };
}

/** Once no picture is left: the words, the pictures given, and what stands in the chats. */
async function eraseRest(
  { generations, deliveries }: Stores,
  ids: readonly GenerationId[],
  at: Date,
): Promise<readonly DeletedAsset[]> {
  await deliveries.withdraw(ids, at);
  return generations.eraseContents(ids);
}

async function finishDeletion(
  deps: DeleteDeps,
  generationId: GenerationId,
  assets: readonly DeletedAsset[],
): Promise<void> {
  deps.faults.reach("pictures_deleted");
  await removeObjects(deps, assets);
  try {
    await deps.jobs.enqueue({ kind: "withdraw", generationId });
  } catch (error) {
    // The sweep hands it over again.
    deps.log.error("enqueue_failed", error, { generationId });
  }
}
