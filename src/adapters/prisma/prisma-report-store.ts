import type { OpenReport, ReportStore } from "../../core/ports/report-store.js";
import type { DatabaseClient } from "./database-client.js";

export function createPrismaReportStore(client: DatabaseClient): ReportStore {
  return {
    async add({ reporterId, generationId, outputIndexes, at: createdAt }) {
      const data = outputIndexes.map((outputIndex) => ({
        reporterId,
        generationId,
        outputIndex,
        createdAt,
      }));
      const { count } = await client.report.createMany({ data, skipDuplicates: true });
      return count;
    },

    listOpen({ limit }) {
      return client.$queryRaw<OpenReport[]>`
        SELECT r.generation_id AS "generationId", r.output_index AS "outputIndex",
               count(*)::int AS reporters, min(r.created_at) AS "firstAt", min(a.key) AS "objectKey"
          FROM reports r
          LEFT JOIN generation_outputs o
            ON o.generation_id = r.generation_id AND o.index = r.output_index AND o.state = 'kept'
          LEFT JOIN assets a ON a.id = o.asset_id
         WHERE r.state = 'open'
         GROUP BY r.generation_id, r.output_index
         ORDER BY min(r.created_at), r.generation_id, r.output_index LIMIT ${limit}`;
    },

    async settle({ generationId, outputIndex }) {
      const { count } = await client.report.updateMany({
        where: { generationId, outputIndex, state: "open" },
        data: { state: "settled" },
      });
      return count;
    },
  };
}
