import type { AccountId, GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import { ok, type Result, refuse } from "../refusal.js";

export type SetFavourite = (input: {
  accountId: AccountId;
  generationId: GenerationId;
  outputIndex: number;
  /** True marks it, false takes the mark away. */
  on: boolean;
}) => Promise<Result<{ isFavourite: boolean }>>;

/** Marks a picture of one's own to be found again, or takes the mark away. Safe to repeat. */
export function createSetFavourite(deps: { database: Database }): SetFavourite {
  return async function setFavourite({ accountId, generationId, outputIndex, on }) {
    const { generations, gallery } = deps.database.stores;
    const generation = await generations.read(generationId);
    if (!generation || generation.retention === "none") return refuse({ kind: "not_found" });
    if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
    const place = { generationId, index: outputIndex };
    const isKept = await gallery.setFavourite(place, on ? accountId : null);
    return isKept ? ok({ isFavourite: on }) : refuse({ kind: "not_found" });
  };
}
