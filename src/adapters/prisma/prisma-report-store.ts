import type { ReportStore } from "../../core/ports/report-store.js";
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
  };
}
