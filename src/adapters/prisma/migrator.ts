import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { DatabaseSource } from "./database-client.js";
import { type MigrationConnection, openMigrationConnection } from "./migration-connection.js";
import { type Migration, readMigrations } from "./migrations-folder.js";

// The number and the table are those of `prisma migrate deploy`, so either may follow the other
// (prisma-engines, schema-engine: sql_schema_connector/flavour/postgres and sql_migration_persistence).
const PRISMA_LOCK_ID = 72_707_369;
const CREATE_JOURNAL = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const JournalSchema = z.array(
  z.object({ migration_name: z.string(), checksum: z.string(), is_finished: z.boolean() }),
);
type Journal = z.infer<typeof JournalSchema>;

/**
 * Brings the database to this program's schema and returns the names of the migrations that were missing.
 * Each is applied whole or not at all. Processes that start together wait for one another.
 *
 * @throws AppError `configuration`: unreachable (retryable), or its history and ours contradict each other.
 */
export async function applyMigrations(
  source: DatabaseSource,
  options: { readonly folder?: string } = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder);
  const connection = await openMigrationConnection(source);
  try {
    if (source.kind === "server") await lock(connection);
    return await applyMissing(connection, migrations);
  } finally {
    await connection.close(); // Ends the session and with it the lock.
  }
}

async function lock(connection: MigrationConnection): Promise<void> {
  await connection.query("SET lock_timeout = '60s'");
  await connection.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK_ID]);
  await connection.query("SET lock_timeout = 0");
}

async function applyMissing(
  connection: MigrationConnection,
  migrations: readonly Migration[],
): Promise<string[]> {
  const journal = await readJournal(connection);
  checkJournal(journal, migrations);
  const known = new Set(journal.map((row) => row.migration_name));
  const missing = migrations.filter((migration) => !known.has(migration.name));
  for (const migration of missing) await apply(connection, migration);
  return missing.map((migration) => migration.name);
}

async function readJournal(connection: MigrationConnection): Promise<Journal> {
  await connection.query(CREATE_JOURNAL);
  const rows = await connection.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS is_finished
       FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return JournalSchema.parse(rows);
}

function checkJournal(journal: Journal, migrations: readonly Migration[]): void {
  const unfinished = journal.find((row) => !row.is_finished);
  if (unfinished) {
    throw fault(
      `Migration ${unfinished.migration_name} failed half-way in an earlier run; repair the database and mark it with \`prisma migrate resolve\`.`,
    );
  }
  const checksums = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  const changed = journal.find(
    (row) => (checksums.get(row.migration_name) ?? row.checksum) !== row.checksum,
  );
  if (changed) {
    throw fault(
      `Migration ${changed.migration_name} was changed after it had been applied to this database; restore its file.`,
    );
  }
}

async function apply(connection: MigrationConnection, migration: Migration): Promise<void> {
  try {
    await connection.transaction(async (session) => {
      await session.script(migration.script);
      await session.query(
        `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
           VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      );
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fault(`Migration ${migration.name} cannot be applied: ${reason}.`, error);
  }
}

function fault(message: string, cause?: unknown): AppError {
  return new AppError({ code: "configuration", message, retryable: false, cause });
}
