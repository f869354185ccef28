import { toRawOptions } from "../catalog/raw-options.js";
import { type InputSource, toInputsOf } from "../chat/input-source.js";
import type { RequestDraft } from "../chat/request-draft.js";
import type { AccountId, GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import { ok, type Result, refuse } from "../refusal.js";
import { type AskedPicture, findOwnPicture } from "./own-picture.js";
import { type PressedRemake, toRemakeRequest } from "./remake-request.js";

export type DraftAgain = (asked: {
  accountId: AccountId;
  generationId: GenerationId;
  /** One picture like this one; null: as many as there were. */
  outputIndex: number | null;
}) => Promise<Result<RequestDraft>>;

/** What an own generation was asked for by, as if it had been typed. Its seed is left out: once more means another picture. */
export function createDraftAgain(deps: { database: Database }): DraftAgain {
  const { generations } = deps.database.stores;
  return async function draftAgain({ accountId, generationId, outputIndex }) {
    const parent = await generations.read(generationId);
    if (!parent) return refuse({ kind: "not_found" });
    if (parent.accountId !== accountId) return refuse({ kind: "not_yours" });
    if (parent.retention === "none") return refuse({ kind: "not_kept" });
    const content = await generations.readContent(generationId);
    if (!content) return refuse({ kind: "not_found" });
    const { modelId, requestedCount } = parent;
    const count = outputIndex === null ? requestedCount : 1;
    return ok({
      options: toRawOptions({ ...content, modelId, count }),
      inputs: toInputsOf(generationId, content.inputSources.length),
      parentId: generationId,
      parentOutput: outputIndex ?? undefined,
      source: "again",
    });
  };
}

export type DraftRemake = (
  asked: AskedPicture & { remake: PressedRemake },
) => Promise<Result<RequestDraft>>;

/** What a remake of an own picture asks for, as if it had been typed; always from the stored original. */
export function createDraftRemake(deps: { database: Database }): DraftRemake {
  const { stores } = deps.database;
  return async function draftRemake({ remake, ...asked }) {
    const own = await findOwnPicture(stores, asked);
    if (!own.ok) return own;
    const { generation } = own.value;
    const content = await stores.generations.readContent(generation.id);
    return ok({
      ...toRemakeRequest(remake, { modelId: generation.modelId, prompt: content?.prompt ?? "" }),
      inputs: [toInput(asked)],
      parentId: asked.generationId,
      parentOutput: asked.outputIndex,
      source: remake,
    });
  };
}

/** The stored original of a picture, to be worked from. */
function toInput({ generationId, outputIndex: index }: AskedPicture): InputSource {
  return { kind: "output", generationId, index };
}
