import type { FailedJob, FailedJobStore } from "../../core/ports/failed-job-store.js";
import type { DatabaseClient } from "./database-client.js";

const COLUMNS = {
  id: true,
  queue: true,
  name: true,
  payload: true,
  errorCode: true,
  failedAt: true,
} as const;

export function createPrismaFailedJobStore(client: DatabaseClient): FailedJobStore {
  return {
    async insert({ payload, ...job }) {
      await client.failedJob.create({ data: { ...job, payload: toJson(payload) } });
    },

    listOpen({ limit }) {
      return client.failedJob.findMany({
        where: { replayedAt: null },
        orderBy: [{ failedAt: "asc" }, { id: "asc" }],
        take: limit,
        select: COLUMNS,
      });
    },

    readOpen(id) {
      return client.failedJob.findFirst({ where: { id, replayedAt: null }, select: COLUMNS });
    },

    async markReplayed(id, at) {
      await client.failedJob.updateMany({
        where: { id, replayedAt: null },
        data: { replayedAt: at },
      });
    },
  };
}

/** As text and back, which leaves only what JSON knows. */
function toJson(payload: FailedJob["payload"]) {
  return JSON.parse(JSON.stringify(payload ?? {}));
}
