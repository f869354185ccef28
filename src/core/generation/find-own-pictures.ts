import type { InputSource } from "../chat/input-source.js";
import type { AccountId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { ShownMessage } from "../ports/delivery-store.js";

export type FindOwnPictures = (input: {
  accountId: AccountId;
  message: ShownMessage;
}) => Promise<readonly InputSource[]>;

/**
 * The stored originals of what a message of ours shows, in order, if the account owns them. None for anybody else, who
 * may give anew what they see in the chat, for what has been deleted since, and for what is not kept.
 */
export function createFindOwnPictures(deps: { database: Database }): FindOwnPictures {
  const { deliveries, generations } = deps.database.stores;

  return async function findOwnPictures({ accountId, message }) {
    const shown = await deliveries.findShown(message);
    const generation = shown && (await generations.read(shown.generationId));
    if (!generation || generation.accountId !== accountId) return [];
    if (generation.retention === "none") return [];
    const outputs = await generations.listOutputs(generation.id);
    return outputs
      .filter(({ index }) => shown.outputIndex === null || shown.outputIndex === index)
      .filter(({ state, asset }) => state === "kept" && asset?.contentType.startsWith("image/"))
      .map(({ index }) => ({ kind: "output", generationId: generation.id, index }));
  };
}
