import { z } from "zod";
import { readMigrations } from "../adapters/prisma/migrations-folder.js";
import { type Finding, ok } from "./check.js";

export interface PendingMigrations {
  /** False when nothing has been made in this database yet. */
  readonly isMade: boolean;
  /** Steps of the schema that this version brings and the database does not have. */
  readonly names: readonly string[];
}

const MadeSchema = z.object({ is_made: z.boolean() });
const NameSchema = z.object({ migration_name: z.string() });

export async function readPending(
  query: (sql: string) => Promise<readonly unknown[]>,
): Promise<PendingMigrations> {
  const all = (await readMigrations()).map(({ name }) => name);
  const [made] = await query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS is_made");
  if (!MadeSchema.parse(made).is_made) return { isMade: false, names: all };
  const rows = await query(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map((row) => NameSchema.parse(row).migration_name));
  return { isMade: true, names: all.filter((name) => !applied.has(name)) };
}

export function describePending({ isMade, names }: PendingMigrations): Finding {
  if (!isMade) return ok("It is empty; npm start makes its tables.");
  if (names.length === 0) return ok("Its tables are up to date.");
  const steps = names.length === 1 ? "1 step" : `${names.length} steps`;
  return ok(`Its tables lack ${steps} of this version; npm start brings them up to date.`);
}
