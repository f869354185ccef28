import type { Credits } from "../credits.js";
import { removeObjects } from "../gallery/remove-objects.js";
import type { AccountId, GenerationId } from "../ids.js";
import type { ObjectStore } from "../ports/object-store.js";
import { ok, type Result, refuse } from "../refusal.js";
import { transact } from "../transact.js";
import { type EndGenerationDeps, enqueueDelivery } from "./end-generation.js";
import { nextState } from "./lifecycle.js";

export type CancelGeneration = (input: {
  accountId: AccountId;
  generationId: GenerationId;
}) => Promise<Result<{ releasedCredits: Credits }>>;

/**
 * Ends a generation for its owner, waiting or running, and gives everything back at once. The worker that runs it
 * sees the end within a poll and stops the provider; pictures that have come, and those that come after, are discarded.
 * Safe to repeat.
 */
export function createCancelGeneration(
  deps: EndGenerationDeps & { objects: ObjectStore },
): CancelGeneration {
  return async function cancelGeneration({ accountId, generationId }) {
    const cancelled = await transact(deps.database, async (stores) => {
      const generation = await stores.generations.lock(generationId);
      const holdId = generation && (await stores.ledger.findHold(generation.id));
      if (!holdId) return refuse({ kind: "not_found" });
      if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
      if (generation.state === "cancelled") {
        return ok({ deliveryId: null, releasedCredits: generation.quotedCredits, assets: [] });
      }
      const to = nextState(generation.state, "cancel");
      if (!to) return refuse({ kind: "already_ended" });
      const at = deps.clock.now();
      await stores.generations.move({ id: generationId, to, at });
      const unpaid = { areCharged: false };
      const assets = await stores.generations.deleteOutputs([generationId], unpaid);
      const deliveryId = await stores.deliveries.markReady(generationId, at);
      const { released } = await stores.ledger.release({ holdId });
      return ok({ deliveryId, releasedCredits: released, assets });
    });
    if (!cancelled.ok) return cancelled;
    deps.faults.reach("generation_finished");
    await enqueueDelivery(deps, cancelled.value.deliveryId);
    await removeObjects(deps, cancelled.value.assets);
    return ok({ releasedCredits: cancelled.value.releasedCredits });
  };
}
