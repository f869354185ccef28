import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { DatabaseSource } from "../prisma/database-client.js";
import { type BackupSession, inBackupSession } from "./backup-session.js";
import { type BackupTable, listMigrations, listTables, quoted } from "./backup-tables.js";
import { writeLines } from "./line-file.js";
import {
  fingerprint,
  type Manifest,
  notRestorable,
  SECRET_KEY_FILE,
  tableFile,
  writeManifest,
} from "./manifest.js";
import { copyObjects, listObjects } from "./object-copies.js";

const BATCH_ROWS = 500;
const LineRow = z.object({ line: z.string() });

export interface BackupSource {
  readonly database: DatabaseSource;
  readonly objects: ObjectStore;
  /** A bucket's pictures stay in it. */
  readonly objectsKind: "disk" | "bucket";
  readonly keys: readonly string[];
  /** True when the keys lie under the data folder, and so go into the backup. */
  readonly keysAreOurs: boolean;
}

export interface BackupReport {
  readonly rows: number;
  readonly tables: number;
  readonly objects: Manifest["objects"]["kind"];
  readonly objectCount: number;
  readonly missingObjects: number;
  readonly hasSecretKey: boolean;
}

type Snapshot = Pick<Manifest, "createdAt" | "migrations" | "tables"> & { objectKeys: string[] };

/**
 * Copies everything that has to survive into a new folder: all tables as they are at one moment, then the pictures they
 * name, then the keys. The folder appears whole or not at all.
 *
 * @throws AppError `configuration` when the folder exists and holds something.
 */
export async function writeBackup(source: BackupSource, folder: string): Promise<BackupReport> {
  await checkIsFree(folder);
  const draft = `${folder}.${randomBytes(4).toString("hex")}.part`;
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    const report = await writeInto(source, draft);
    await rm(folder, { recursive: true, force: true }); // Empty, as was seen above.
    await rename(draft, folder);
    return report;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function checkIsFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw notRestorable(`${folder} cannot be written to (${error.code}).`, error);
  });
  if (names.length > 0) {
    throw notRestorable(`${folder} is not empty; name a new folder for the backup.`);
  }
}

async function writeInto(source: BackupSource, folder: string): Promise<BackupReport> {
  const { objectKeys, ...snapshot } = await writeTables(source.database, folder);
  const isCopied = source.objectsKind === "disk";
  const { list, missing } = isCopied
    ? await copyObjects(source.objects, folder, objectKeys)
    : { list: await listObjects(folder, objectKeys), missing: 0 };
  const kind = isCopied ? "copied" : "in_bucket";
  if (source.keysAreOurs) {
    const text = `${source.keys[0]}\n`;
    await writeFile(join(folder, SECRET_KEY_FILE), text, { mode: 0o600, flag: "wx" });
  }
  await writeManifest(folder, {
    ...snapshot,
    objects: { ...list, kind },
    keyFingerprints: source.keys.map(fingerprint),
    hasSecretKey: source.keysAreOurs,
  });
  return {
    rows: snapshot.tables.reduce((sum, { lines }) => sum + lines, 0),
    tables: snapshot.tables.length,
    objects: kind,
    objectCount: list.lines,
    missingObjects: missing,
    hasSecretKey: source.keysAreOurs,
  };
}

async function writeTables(database: DatabaseSource, folder: string): Promise<Snapshot> {
  const tables: Manifest["tables"] = [];
  let snapshot: Omit<Snapshot, "tables"> | undefined;
  await inBackupSession(database, "snapshot", async (session) => {
    const migrations = await listMigrations(session);
    for (const table of await listTables(session)) {
      const figures = await writeLines(
        join(folder, tableFile(table.name)),
        rowLines(session, table),
      );
      const columns = table.columns.map(({ name }) => name);
      tables.push({ name: table.name, columns, ...figures });
    }
    const stored = await session.rows(
      z.object({ key: z.string() }),
      "SELECT key FROM assets WHERE state = 'stored' ORDER BY key",
    );
    const [now] = await session.rows(
      z.object({ at: z.string() }),
      `SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`,
    );
    snapshot = { createdAt: now?.at ?? "", migrations, objectKeys: stored.map(({ key }) => key) };
  });
  if (!snapshot) throw new Error("the snapshot was not taken");
  return { ...snapshot, tables };
}

/** Each row as a JSON array of its values' text, in the order of the columns. */
async function* rowLines(session: BackupSession, table: BackupTable): AsyncIterable<string> {
  const values = table.columns.map(({ name }) => `${quoted(name)}::text`).join(", ");
  await session.run(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT json_build_array(${values})::text AS line FROM ${quoted(table.name)}`,
  );
  for (;;) {
    const rows = await session.rows(LineRow, `FETCH ${BATCH_ROWS} FROM backup_rows`);
    if (rows.length === 0) break;
    for (const { line } of rows) yield line;
  }
  await session.run("CLOSE backup_rows");
}
