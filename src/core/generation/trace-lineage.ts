import type { GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { LineageStep, OffspringStep } from "../ports/lineage-store.js";

const MAX_ANCESTORS = 8;
const MAX_OFFSPRING = 16;

/** What a generation was made from, and what was made from it. Deleted ones keep their place. */
export interface FamilyTree {
  readonly generationId: GenerationId;
  /** The nearest first. */
  readonly ancestors: readonly LineageStep[];
  /** Each right below what it was made from. */
  readonly offspring: readonly OffspringStep[];
}

export type TraceLineage = (generationId: GenerationId) => Promise<FamilyTree>;

export function createTraceLineage(deps: { database: Database }): TraceLineage {
  const { lineage } = deps.database.stores;

  return async function traceLineage(generationId) {
    return {
      generationId,
      ancestors: await lineage.listAncestors(generationId, { limit: MAX_ANCESTORS }),
      offspring: await lineage.listOffspring(generationId, { limit: MAX_OFFSPRING }),
    };
  };
}
