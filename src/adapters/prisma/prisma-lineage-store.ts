import { REQUEST_SOURCES } from "../../core/chat/request-draft.js";
import type { GenerationId } from "../../core/ids.js";
import type { LineageStep, LineageStore } from "../../core/ports/lineage-store.js";
import type { DatabaseClient } from "./database-client.js";

interface StepRow {
  id: string;
  outputIndex: number | null;
  source: string;
  isEmpty: boolean;
}

export function createPrismaLineageStore(client: DatabaseClient): LineageStore {
  return {
    async listAncestors(id, { limit }) {
      const rows = await client.$queryRaw<StepRow[]>`
        WITH RECURSIVE up AS (
          SELECT parent_id AS id, parent_output, source, 1 AS depth
            FROM generations WHERE id = ${id}::uuid AND parent_id IS NOT NULL
          UNION ALL
          SELECT g.parent_id, g.parent_output, g.source, up.depth + 1
            FROM up JOIN generations g ON g.id = up.id
           WHERE g.parent_id IS NOT NULL AND up.depth < ${limit}
        )
        SELECT up.id, parent_output AS "outputIndex", source,
               NOT EXISTS (SELECT 1 FROM generation_outputs o
                            WHERE o.generation_id = up.id AND o.state = 'kept'
                              AND (up.parent_output IS NULL OR o.index = up.parent_output)) AS "isEmpty"
          FROM up ORDER BY depth`;
      return rows.map(toStep);
    },

    async listDescendants({ generationId, outputIndex }, { limit }) {
      const rows = await client.$queryRaw<StepRow[]>`
        SELECT id, parent_output AS "outputIndex", source,
               NOT EXISTS (SELECT 1 FROM generation_outputs o
                            WHERE o.generation_id = g.id AND o.state = 'kept') AS "isEmpty"
          FROM generations g
         WHERE parent_id = ${generationId}::uuid AND parent_output = ${outputIndex}
           AND source <> 'again' AND state = 'succeeded'
         ORDER BY created_at DESC LIMIT ${limit}`;
      return rows.map(toStep);
    },

    async listOffspring(id, { limit }) {
      const rows = await client.$queryRaw<(StepRow & { depth: number })[]>`
        WITH RECURSIVE down AS (
          SELECT id, parent_output, source, 1 AS depth, ARRAY[extract(epoch FROM created_at)] AS path
            FROM generations WHERE parent_id = ${id}::uuid AND state = 'succeeded'
          UNION ALL
          SELECT g.id, g.parent_output, g.source, down.depth + 1, down.path || extract(epoch FROM g.created_at)
            FROM down JOIN generations g ON g.parent_id = down.id
           WHERE g.state = 'succeeded' AND down.depth < ${limit}
        )
        SELECT id, parent_output AS "outputIndex", source, depth,
               NOT EXISTS (SELECT 1 FROM generation_outputs o
                            WHERE o.generation_id = down.id AND o.state = 'kept') AS "isEmpty"
          FROM down ORDER BY path, id LIMIT ${limit}`;
      return rows.map(({ depth, ...row }) => ({ ...toStep(row), depth }));
    },
  };
}

function toStep({ id, outputIndex, source, isEmpty }: StepRow): LineageStep {
  const known = REQUEST_SOURCES.find((one) => one === source) ?? "command";
  return { generationId: id as GenerationId, outputIndex, source: known, isEmpty };
}
