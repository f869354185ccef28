import { findModel } from "../catalog/models.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { LineageStep } from "../ports/lineage-store.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { AskedPicture, ShownPicture, ShowPicture } from "./own-picture.js";
import { seedOf } from "./run-attempt.js";

const MAX_STEPS = 5;

export interface PictureDetails extends ShownPicture {
  /** Its own; null where the model has none, or does not tell how it comes by those of several pictures. */
  readonly seed: number | null;
  /** What it was made from, the nearest first. */
  readonly ancestors: readonly LineageStep[];
  /** What was made from it, newest first. */
  readonly descendants: readonly LineageStep[];
}

export type DescribePicture = (asked: AskedPicture) => Promise<Result<PictureDetails>>;

/** All there is to know about an own picture. */
export function createDescribePicture(deps: {
  database: Database;
  showPicture: ShowPicture;
}): DescribePicture {
  const { generations, lineage } = deps.database.stores;

  return async function describePicture(asked) {
    const shown = await deps.showPicture(asked);
    if (!shown.ok) return shown;
    const generation = await generations.read(asked.generationId);
    if (!generation) return refuse({ kind: "not_found" });
    const limit = MAX_STEPS;
    return ok({
      ...shown.value,
      seed: ownSeed(generation, asked.outputIndex),
      ancestors: await lineage.listAncestors(asked.generationId, { limit }),
      descendants: await lineage.listDescendants(asked, { limit }),
    });
  };
}

/** A run of its own has a seed of its own; of several pictures that one run makes, only the model knows. */
function ownSeed(generation: Generation, outputIndex: number): number | null {
  if (findModel(generation.modelId)?.hasSeed === false) return null;
  const { runCount, requestedCount } = generation;
  return runCount > 1 || requestedCount === 1 ? seedOf(generation, outputIndex) : null;
}
