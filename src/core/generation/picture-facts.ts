import { findModel } from "../catalog/models.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageRequest } from "../ports/image-provider.js";
import type { PictureFacts } from "../ports/picture-marker.js";

/** What the files of a generation are to say of themselves: the words of its asker only if these want it so. */
export async function readFacts(
  { database, clock }: { database: Database; clock: Clock },
  { id, accountId, modelId, retention }: Generation,
  { prompt, inputs }: Pick<ImageRequest, "prompt" | "inputs">,
): Promise<PictureFacts> {
  const { promptInPictures } = await database.stores.preferences.read(accountId);
  return {
    generationId: id,
    modelName: findModel(modelId)?.name ?? modelId,
    isEdit: inputs.length > 0,
    prompt: promptInPictures && retention === "keep" ? prompt : null,
    madeAt: clock.now(),
  };
}
