import { createPostgresBackend, type PgPool } from "bullmq";
import { CHECK_TIMEOUT_MS, type QueueBackend, within } from "./queue-backend.js";

/**
 * BullMQ on anything shaped like a `pg.Pool` whose sessions find BullMQ's schema in their
 * search path. The schema must already be migrated.
 */
export function createPoolQueueBackend(options: {
  name: "pglite" | "postgres";
  pool: PgPool;
  close: () => Promise<void>;
}): QueueBackend {
  return {
    name: options.name,
    connect: (name, given, factoryOptions) =>
      createPostgresBackend(name, { ...given, connection: options.pool }, factoryOptions),
    async check() {
      await within(CHECK_TIMEOUT_MS, options.pool.query("SELECT 1"), "the queue's database");
    },
    close: options.close,
  };
}
