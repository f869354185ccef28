import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One step of the schema, as Prisma keeps it: a folder with a `migration.sql`. */
export interface Migration {
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script in hex: what Prisma writes into `_prisma_migrations`. */
  readonly checksum: string;
}

// The same distance from src/ and from dist/.
const packageFolder = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));

/** All migrations, oldest first. */
export async function readMigrations(folder = packageFolder): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const bytes = await readFile(join(folder, name, "migration.sql"));
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { name, script: bytes.toString("utf8"), checksum };
}
