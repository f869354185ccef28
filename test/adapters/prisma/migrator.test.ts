import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPGlite } from "../../../src/adapters/pglite/open-pglite.js";
import type { DatabaseSource } from "../../../src/adapters/prisma/database-client.js";
import { openMigrationConnection } from "../../../src/adapters/prisma/migration-connection.js";
import { readMigrations } from "../../../src/adapters/prisma/migrations-folder.js";
import { applyMigrations } from "../../../src/adapters/prisma/migrator.js";
import { createServerDatabase, databaseKinds } from "../../fixtures/database.js";
import { takeEmbedded } from "../../fixtures/embedded-pool.js";
import {
  migrationList,
  noFilters,
  openSchemaEngine,
  schemaTarget,
} from "../../fixtures/schema-engine.js";

const migrationsFolder = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));

describe.each(databaseKinds())("migrator on %s", (kind) => {
  let source: DatabaseSource;
  let close: () => Promise<void>;
  let folder: string;

  beforeAll(async () => {
    if (kind === "pglite") {
      const database = await openEmptyPGlite();
      source = { kind, pglite: database.pglite };
      close = database.close;
    } else {
      const database = await createServerDatabase();
      source = { kind, url: database.url };
      close = database.drop;
    }
    folder = await mkdtemp(join(tmpdir(), "atelier-migrations-"));
    await cp(migrationsFolder, folder, { recursive: true });
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => sql(`DELETE FROM "_prisma_migrations" WHERE migration_name LIKE '2099%'`));

  async function sql(text: string) {
    const connection = await openMigrationConnection(source);
    const rows = await connection.query(text);
    await connection.close();
    return rows;
  }

  it("applies what is missing, once, also when several start together", async () => {
    const names = (await readMigrations()).map((migration) => migration.name);

    const runs = await Promise.all(
      Array.from({ length: kind === "server" ? 4 : 1 }, () => applyMigrations(source)),
    );

    expect(runs.flat()).toEqual(names);
    expect(await applyMigrations(source)).toEqual([]);
  });

  it("leaves nothing to do for Prisma's own engine", async () => {
    const pool = source.kind === "server" ? new Pool({ connectionString: source.url }) : null;
    const factory =
      source.kind === "pglite" ? new PrismaPGlite(source.pglite) : new PrismaPg(pool!);
    const engine = await openSchemaEngine(factory);
    const input = { migrationsList: migrationList(), filters: noFilters };

    const diagnosis = await engine.diagnoseMigrationHistory({
      ...input,
      optInToShadowDatabase: false,
    });

    expect(diagnosis).toMatchObject({
      hasMigrationsTable: true,
      editedMigrationNames: [],
      failedMigrationNames: [],
      history: null,
    });
    expect(await engine.applyMigrations(input)).toEqual({ appliedMigrationNames: [] });
    await pool?.end(); // The engine keeps its lock for as long as its connection lives.
  });

  it("refuses a history with a migration that has changed since", async () => {
    const [first] = await readMigrations();
    await writeFile(join(folder, first!.name, "migration.sql"), `${first!.script}\n-- changed`);

    await expect(applyMigrations(source, { folder })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(`${first!.name} was changed`),
    });

    await writeFile(join(folder, first!.name, "migration.sql"), first!.script);
  });

  it("refuses to go on after a migration that failed half-way", async () => {
    await sql(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('x', 'x', '20990101_half')`,
    );

    await expect(applyMigrations(source)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("20990101_half failed"),
    });
  });

  it("applies a migration whole or not at all", async () => {
    const broken = join(folder, "20990101000000_broken");
    await cp(join(folder, (await readMigrations())[0]!.name), broken, { recursive: true });
    await writeFile(join(broken, "migration.sql"), "CREATE TABLE half (id int); SELECT nonsense;");

    await expect(applyMigrations(source, { folder })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("nonsense"),
    });
    expect(await sql("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);

    await writeFile(join(broken, "migration.sql"), "CREATE TABLE whole (id int);");
    expect(await applyMigrations(source, { folder })).toEqual(["20990101000000_broken"]);
    await rm(broken, { recursive: true });
    await sql("DROP TABLE whole");
  });
});

it("finds the migrations and the schema in agreement", async () => {
  const [any, empty] = [await takeEmbedded(), await openEmptyPGlite()];
  const shadow = new PrismaPGlite(empty.pglite);
  const factory = new PrismaPGlite(any.pglite);
  // Its own would be made by initdb, which takes seconds.
  const engine = await openSchemaEngine(
    Object.assign(factory, { connectToShadowDb: () => shadow.connect() }),
  );

  const drift = await engine.diff({
    from: { tag: "migrations", ...migrationList() },
    to: { tag: "schemaDatamodel", ...schemaTarget() },
    script: true,
    exitCode: true,
    filters: noFilters,
  });

  expect(drift.stdout?.trim() ?? "").toBe("-- This is an empty migration.");
  expect(drift.exitCode).toBe(0);
  await any.giveBack();
  await empty.close();
});

/** As a first start makes it: without a table. */
async function openEmptyPGlite() {
  const folder = await mkdtemp(join(tmpdir(), "atelier-empty-"));
  const pglite = await openPGlite(join(folder, "pglite"));
  const close = async () => {
    await pglite.close();
    await rm(folder, { recursive: true });
  };
  return { pglite, close };
}

it("says in one sentence that the database cannot be reached, without its address", async () => {
  const source = { kind: "server", url: "postgres://me:secret@127.0.0.1:1/nothing" } as const;

  const failure = await applyMigrations(source).catch((error: Error) => error);

  expect(failure).toMatchObject({ code: "configuration", retryable: true });
  expect((failure as Error).message).toMatch(
    /^The database named by DATABASE_URL cannot be reached: .*\.$/,
  );
  expect((failure as Error).message).not.toContain("secret");
});
