import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { DatabaseSource } from "../prisma/database-client.js";
import { type BackupSession, inBackupSession } from "./backup-session.js";
import { type BackupTable, listMigrations, listTables, quoted } from "./backup-tables.js";
import { readLines } from "./line-file.js";
import { type Manifest, notRestorable, tableFile } from "./manifest.js";

const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 1_000_000;

const SelfReferenceRow = z.object({ table: z.string(), name: z.string() });
const SequenceRow = z.object({ table: z.string(), column: z.string(), sequence: z.string() });

/** Whether `restoreDatabase` would be refused, found out before anything else is touched. @throws as it does */
export async function checkIsRestorable(
  database: DatabaseSource,
  manifest: Manifest,
): Promise<void> {
  await inBackupSession(database, "snapshot", async (session) => {
    const tables = await listTables(session);
    await checkSchema(session, tables, manifest);
    await checkIsEmpty(session, tables);
  });
}

/**
 * Fills an empty database of the same schema with a verified backup, in one transaction: all of it or nothing.
 *
 * @throws AppError `configuration` with one sentence when the database is not empty, or of another schema.
 */
export async function restoreDatabase(
  database: DatabaseSource,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  await inBackupSession(database, "write", async (session) => {
    const tables = await listTables(session);
    await checkSchema(session, tables, manifest);
    await lock(session, tables);
    await checkIsEmpty(session, tables);
    const selfReferences = await deferSelfReferences(session);
    for (const table of tables) await fill(session, table, join(folder, tableFile(table.name)));
    await session.run("SET CONSTRAINTS ALL IMMEDIATE");
    for (const { table, name } of selfReferences) {
      await session.run(
        `ALTER TABLE ${quoted(table)} ALTER CONSTRAINT ${quoted(name)} NOT DEFERRABLE`,
      );
    }
    await moveSequences(session);
  });
}

async function checkSchema(
  session: BackupSession,
  tables: readonly BackupTable[],
  manifest: Manifest,
): Promise<void> {
  const here = (await listMigrations(session)).map(({ name, checksum }) => ({ name, checksum }));
  const columnsHere = tables.map(({ name, columns }) => [name, columns.map((each) => each.name)]);
  const columnsThere = manifest.tables.map(({ name, columns }) => [name, columns]);
  if (isDeepStrictEqual([here, columnsHere], [manifest.migrations, columnsThere])) return;
  const last = manifest.migrations.at(-1)?.name ?? "none";
  throw notRestorable(
    `The backup was made by a version with another schema (its last migration is ${last}): restore it with that version, then upgrade.`,
  );
}

/** So that a service that runs beside us cannot write meanwhile. */
async function lock(session: BackupSession, tables: readonly BackupTable[]): Promise<void> {
  const names = tables.map(({ name }) => quoted(name));
  await session.run(`LOCK TABLE ${names.join(", ")} IN ACCESS EXCLUSIVE MODE`);
}

async function checkIsEmpty(session: BackupSession, tables: readonly BackupTable[]): Promise<void> {
  for (const { name } of tables) {
    const rows = await session.rows(z.unknown(), `SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rows.length === 0) continue;
    throw notRestorable(
      `The database is not empty (${name} holds rows): a backup is restored into a new one only.`,
    );
  }
}

/** Rows of one table may refer to later ones: that is looked at when all are there. */
async function deferSelfReferences(session: BackupSession) {
  const found = await session.rows(
    SelfReferenceRow,
    `SELECT c.relname AS "table", k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.contype = 'f' AND k.conrelid = k.confrelid AND NOT k.condeferrable
        AND c.relnamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of found) {
    await session.run(
      `ALTER TABLE ${quoted(table)} ALTER CONSTRAINT ${quoted(name)} DEFERRABLE INITIALLY DEFERRED`,
    );
  }
  return found;
}

async function fill(session: BackupSession, table: BackupTable, path: string): Promise<void> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(", ");
  const values = table.columns.map(({ type }, index) => `(r ->> ${index})::${type}`).join(", ");
  const insert = `INSERT INTO ${quoted(table.name)} (${columns}) SELECT ${values} FROM json_array_elements($1::json) r`;
  for await (const batch of inBatches(readLines(path))) {
    await session.run(insert, [`[${batch.join(",")}]`]);
  }
}

async function* inBatches(lines: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    batch.push(line);
    characters += line.length;
    if (batch.length < BATCH_ROWS && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The next number is the one after the largest. */
async function moveSequences(session: BackupSession): Promise<void> {
  const sequences = await session.rows(
    SequenceRow,
    `SELECT c.relname AS "table", a.attname AS "column", pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of sequences) {
    await session.run(
      `SELECT setval($1::regclass, (SELECT coalesce(max(${quoted(column)}), 0) + 1 FROM ${quoted(table)}), false)`,
      [sequence],
    );
  }
}
