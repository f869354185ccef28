import { runMigrations } from "bullmq";
import { Pool } from "pg";
import type { JobLog } from "./job-log.js";
import { createPoolQueueBackend } from "./pool-queue-backend.js";
import { createServerPool } from "./postgres-pool.js";
import { type QueueBackend, unreachable } from "./queue-backend.js";

/**
 * Jobs in schema `bullmq` of a Postgres server, which is migrated here. Behind a transaction
 * pooler give the direct address: LISTEN and the search path need a session of their own.
 *
 * @throws AppError `configuration` when the server cannot be reached or the schema not be made.
 */
export async function createPostgresQueueBackend(options: {
  url: string;
  log: JobLog;
}): Promise<QueueBackend> {
  await migrate(options.url);
  const server = createServerPool(options);
  return createPoolQueueBackend({ name: "postgres", pool: server.pool, close: server.close });
}

async function migrate(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => undefined); // Idle here for no longer than this function runs.
  try {
    const client = await pool.connect();
    client.on("error", () => undefined); // Told by the query that fails.
    try {
      await runMigrations(client);
    } finally {
      client.release();
    }
  } catch (error) {
    throw unreachable("The queue's Postgres", url, error);
  } finally {
    await pool.end();
  }
}
