import type { AccountId, GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { DeliveredMessage } from "../ports/delivery-store.js";
import type { ObjectStore } from "../ports/object-store.js";
import { ok, type Result, refuse } from "../refusal.js";
import { transact } from "../transact.js";
import { isFinal } from "./lifecycle.js";

export type DeleteGeneration = (input: {
  accountId: AccountId;
  generationId: GenerationId;
}) => Promise<Result<{ messages: readonly DeliveredMessage[] }>>;

/** Removes a generation's pictures from our store for its owner; names the messages that carry them. */
export function createDeleteGeneration(deps: {
  database: Database;
  objects: ObjectStore;
}): DeleteGeneration {
  return async function deleteGeneration({ accountId, generationId }) {
    const deleted = await transact(deps.database, async (stores) => {
      const generation = await stores.generations.lock(generationId);
      if (!generation || !isFinal(generation.state)) return refuse({ kind: "not_found" });
      if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
      const keys = await stores.generations.deleteOutputs(generationId, { areCharged: true });
      return ok({ keys, messages: await stores.deliveries.listMessages(generationId) });
    });
    if (!deleted.ok) return deleted;
    for (const key of deleted.value.keys) await deps.objects.delete(key);
    return ok({ messages: deleted.value.messages });
  };
}
