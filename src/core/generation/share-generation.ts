import { type ReplyTarget, toPublicTarget } from "../chat/reply-target.js";
import type { AccountId, DeliveryId, GenerationId } from "../ids.js";
import type { Generation } from "../ports/generation-store.js";
import type { IdSource } from "../ports/id-source.js";
import { ok, type Result, refuse } from "../refusal.js";
import { transact } from "../transact.js";
import { type EndGenerationDeps, enqueueDelivery } from "./end-generation.js";

export type ShareGeneration = (input: {
  accountId: AccountId;
  generationId: GenerationId;
}) => Promise<Result<null>>;

/**
 * Shows a result that its owner alone has seen to everybody where it was asked for: a delivery of its own, so it comes
 * once, whatever dies in between. From then on it is like any other result. Once per generation.
 */
export function createShareGeneration(
  deps: EndGenerationDeps & { readonly ids: IdSource },
): ShareGeneration {
  return async function shareGeneration({ accountId, generationId }) {
    const shared = await transact(deps.database, async (stores) => {
      const generation = await stores.generations.lock(generationId);
      if (!generation) return refuse({ kind: "not_found" });
      if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
      if (generation.visibility === "everyone") return refuse({ kind: "already_shared" });
      const outputs = await stores.generations.listOutputs(generationId);
      if (!outputs.some(({ state }) => state === "kept")) return refuse({ kind: "not_found" });
      const delivery = await stores.deliveries.findByGeneration(generationId);
      const target = delivery && toShareTarget(generation, delivery.target);
      if (!target) return refuse({ kind: "cannot_share" });
      const at = deps.clock.now();
      await stores.generations.publish(generationId);
      const id = deps.ids.uuid() as DeliveryId;
      await stores.deliveries.insertShare({ id, generationId, target, at });
      return ok(id);
    });
    if (!shared.ok) return shared;
    deps.faults.reach("generation_shared");
    await enqueueDelivery(deps, shared.value);
    return ok(null);
  };
}

function toShareTarget({ retention }: Generation, target: ReplyTarget): ReplyTarget | null {
  return retention === "keep" ? toPublicTarget(target) : null;
}
