import { type PgPool, runMigrations } from "bullmq";
import type { JobLog } from "./job-log.js";
import { createPoolQueueBackend } from "./pool-queue-backend.js";
import type { QueueBackend } from "./queue-backend.js";

/** PGlite runs no autovacuum; unattended, every table that is updated would grow for ever. */
const VACUUM_INTERVAL_MS = 10 * 60_000;

/**
 * Jobs in schema `bullmq` of the embedded PGlite, through a pool over it (`createPglitePool`).
 * Call once for each opened PGlite, after its migrations: it sets the search path of the one
 * session everybody shares, and gives every job a dead process left active back to the queue,
 * which only the folder's single owner may do.
 */
export async function createPgliteQueueBackend(options: {
  pool: PgPool;
  log: JobLog;
}): Promise<QueueBackend> {
  const { pool, log } = options;
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  await pool.query("SET search_path TO public, bullmq");
  await refuseShadowedTables(pool);
  await releaseOrphans(pool);

  const vacuum = setInterval(() => {
    pool
      .query("VACUUM (ANALYZE)")
      .catch((error: unknown) => log.warn({ err: error }, "vacuum_failed"));
  }, VACUUM_INTERVAL_MS);
  vacuum.unref();
  return createPoolQueueBackend({
    name: "pglite",
    pool,
    async close() {
      clearInterval(vacuum);
    },
  });
}

/** BullMQ names its tables without a schema, so a table of ours by the same name would be used. */
async function refuseShadowedTables(pool: PgPool): Promise<void> {
  const { rows } = await pool.query<{ tablename: string }>(
    `SELECT ours.tablename FROM pg_tables ours JOIN pg_tables theirs USING (tablename)
      WHERE ours.schemaname = 'public' AND theirs.schemaname = 'bullmq'`,
  );
  const names = rows.map((row) => row.tablename).join(", ");
  if (names !== "") throw new Error(`tables in schema public hide BullMQ's own: ${names}`);
}

/**
 * Marks active jobs as stalled with their lock run out, so that the first check of a worker takes
 * them back by BullMQ's own rules instead of after the lock's remaining seconds.
 */
async function releaseOrphans(pool: PgPool): Promise<void> {
  await pool.query(
    "UPDATE bullmq.job SET stalled_marked = true, locked_until_ms = 0 WHERE state = 'active'",
  );
  await pool.query("DELETE FROM bullmq.meta WHERE field = 'stalled-check'");
}
