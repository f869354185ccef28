import { z } from "zod";
import type { BackupSession } from "./backup-session.js";

export interface TableColumn {
  readonly name: string;
  /** As a cast is written, e.g. `timestamp(3) with time zone`. */
  readonly type: string;
}

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

/** What a process says of itself while it lives, and the migrations' own journal: neither belongs to a copy. */
const LEFT_OUT = ["_prisma_migrations", "leases"];

const ColumnRow = z.object({ table: z.string(), name: z.string(), type: z.string() });
const ReferenceRow = z.object({ table: z.string(), target: z.string() });
const MigrationRow = z.object({ name: z.string(), checksum: z.string() });

/** Our tables, each after those it refers to. The queue's own tables are not among them: the rows are its outbox. */
export async function listTables(session: BackupSession): Promise<readonly BackupTable[]> {
  const columns = await session.rows(
    ColumnRow,
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1::text[])
      ORDER BY c.relname, a.attnum`,
    [LEFT_OUT],
  );
  const references = await session.rows(
    ReferenceRow,
    `SELECT c.relname AS "table", t.relname AS target
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND c.relnamespace = 'public'::regnamespace`,
  );
  const tables = new Map<string, TableColumn[]>();
  for (const { table, name, type } of columns) {
    tables.set(table, [...(tables.get(table) ?? []), { name, type }]);
  }
  return inOrder([...tables.keys()], references).map((name) => ({
    name,
    columns: tables.get(name) ?? [],
  }));
}

/** The steps of the schema that the database has taken, oldest first. */
export function listMigrations(session: BackupSession): Promise<z.infer<typeof MigrationRow>[]> {
  return session.rows(
    MigrationRow,
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
}

function inOrder(
  names: readonly string[],
  references: readonly z.infer<typeof ReferenceRow>[],
): readonly string[] {
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const isPlaced = (name: string) => ordered.includes(name);
    const next = names.filter(
      (name) =>
        !isPlaced(name) &&
        references.every(({ table, target }) => table !== name || isPlaced(target)),
    );
    if (next.length === 0) throw new Error("the tables refer to one another in a circle");
    ordered.push(...next);
  }
  return ordered;
}

/** For a name that comes from the database's own catalog. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
