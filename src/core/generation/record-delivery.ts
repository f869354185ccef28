import type { Database } from "../ports/database.js";
import type { DeliveredMessage, Delivery, Rung } from "../ports/delivery-store.js";
import type { Retention } from "../ports/image-provider.js";
import { isPaidOnDelivery } from "./request-terms.js";

/** For a picture that is about to be shown in answer to a question: as long as that may take. */
const LOOKED_AT_MS = 2 * 60_000;
/** What is larger may have come as a link, which is to lead somewhere for a while. */
const SURELY_SENT_BYTES = 8 * 1024 * 1024;

/**
 * Writes that a result has reached its asker. What is not to be kept is charged for in the same commit, and may go from
 * then on: at once, unless it has yet to be shown or fetched. Safe to repeat.
 */
export async function recordDelivery(
  { database }: { readonly database: Database },
  sent: {
    readonly retention: Retention;
    readonly delivery: Delivery;
    readonly rung: Rung;
    readonly messages: readonly DeliveredMessage[];
    readonly at: Date;
  },
): Promise<void> {
  const { delivery, rung, messages, at } = sent;
  const { id, generationId } = delivery;
  if (!isPaidOnDelivery(sent))
    return database.stores.deliveries.markSent({ id, rung, messages, at });
  await database.transaction(async ({ generations, deliveries, ledger }) => {
    const generation = await generations.lock(generationId);
    await deliveries.markSent({ id, rung, messages, at });
    if (!generation) return;
    const outputs = await generations.listOutputs(generationId);
    const areSent = outputs.every(({ asset }) => (asset?.sizeBytes ?? 0) <= SURELY_SENT_BYTES);
    const keptForMs = rung === "gallery" ? LOOKED_AT_MS : 0;
    if (areSent) await generations.purgeFrom(generationId, new Date(at.getTime() + keptForMs));
    const holdId = await ledger.findHold(generationId);
    // A hold ends once: of what has failed, been cancelled or been paid before, it has.
    if (holdId) await ledger.capture({ holdId, amount: generation.capturedCredits });
  });
}
