import { fingerprint, type Manifest } from "./adapters/backup/manifest.js";
import { putCopies } from "./adapters/backup/object-copies.js";
import { checkIsRestorable, restoreDatabase } from "./adapters/backup/restore-database.js";
import { restoreSecretKey } from "./adapters/backup/secret-key-copy.js";
import { verifyBackup } from "./adapters/backup/verify-backup.js";
import { type BackupReport, writeBackup } from "./adapters/backup/write-backup.js";
import { createLogger } from "./adapters/log/pino-log.js";
import type { DatabaseSource } from "./adapters/prisma/database-client.js";
import { createPrismaDatabase } from "./adapters/prisma/prisma-database.js";
import { createSealer } from "./adapters/secrets/sealer.js";
import { loadOrCreateSecretKeys, type SecretKeys } from "./adapters/secrets/secret-keys.js";
import { systemClock } from "./adapters/system/system-clock.js";
import { createObjects } from "./compose-objects.js";
import { openStorage } from "./compose-storage.js";
import { createReconcile } from "./core/ledger/reconcile.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import type { CommandReport } from "./operator/admin-commands.js";
import { FolderArgsSchema } from "./operator/backup-arguments.js";
import type { Config } from "./settings/config.js";

/** The `backup` command, for the process that owns the database. The service goes on working. */
export function createBackupCommand(
  config: Pick<Config, "s3" | "secretKeys">,
  deps: { source: DatabaseSource; objects: ObjectStore; keys: SecretKeys },
) {
  return async function runBackupCommand(args: unknown): Promise<CommandReport> {
    const { folder } = FolderArgsSchema.parse(args);
    const report = await writeBackup(
      {
        database: deps.source,
        objects: deps.objects,
        objectsKind: config.s3 ? "bucket" : "disk",
        keys: deps.keys,
        keysAreOurs: config.secretKeys === null,
      },
      folder,
    );
    return { isFine: true, text: describeBackup(folder, report) };
  };
}

function describeBackup(folder: string, report: BackupReport): string {
  const { rows, tables, objects, objectCount, missingObjects, hasSecretKey } = report;
  const pictures = objects === "copied" ? ` and ${objectCount} pictures` : "";
  return [
    `Saved ${rows} rows of ${tables} tables${pictures} to ${folder}.`,
    objects === "in_bucket" &&
      `The ${objectCount} pictures stay in the bucket; the backup only lists them.`,
    missingObjects > 0 && `${missingObjects} pictures were no longer there.`,
    hasSecretKey
      ? "It holds the secret key and what people wrote: keep it where nobody else can read it."
      : "It holds what people wrote. Keep SECRET_KEYS as well: without them nothing sealed can be opened.",
  ]
    .filter(Boolean)
    .join("\n");
}

/**
 * The `restore` command: fills a new instance, on whatever these settings name, and adds its books up. The backup is read
 * to its end first; whatever is wrong with it, or with the place, is said before anything is written.
 *
 * @throws AppError `configuration` with one sentence for the operator.
 */
export async function runRestore(
  config: Config,
  { folder }: { readonly folder: string },
): Promise<CommandReport> {
  const manifest = await verifyBackup(folder);
  const logger = createLogger({ level: config.logLevel, isPretty: false });
  const storage = await openStorage(config, { logger, ownerCommands: {} });
  try {
    await checkIsRestorable(storage.source, manifest);
    if (!config.secretKeys) await restoreSecretKey(folder, config.dataDir);
    const keys = config.secretKeys ?? loadOrCreateSecretKeys(config.dataDir);
    const objects = createObjects(config, { keys, clock: systemClock });
    const isCopied = manifest.objects.kind === "copied";
    const pictures = isCopied ? await putCopies(objects.store, folder) : 0;
    objects.close();
    await restoreDatabase(storage.source, folder, manifest);
    const sealer = createSealer(keys);
    const database = createPrismaDatabase({ client: storage.client, clock: systemClock, sealer });
    const books = await createReconcile({ ledger: database.stores.ledger })();
    const lines = [
      describeRestore(manifest, pictures),
      ...findCautions(config, manifest, keys),
      books.text,
    ];
    return { isFine: books.isClean, text: lines.join("\n") };
  } finally {
    await storage.close();
  }
}

function describeRestore(manifest: Manifest, pictures: number): string {
  const rows = manifest.tables.reduce((sum, { lines }) => sum + lines, 0);
  return `Restored ${rows} rows of ${manifest.tables.length} tables and ${pictures} pictures, as they were at ${manifest.createdAt}.`;
}

function findCautions(config: Config, manifest: Manifest, keys: SecretKeys): string[] {
  const cautions: string[] = [];
  if (manifest.objects.kind === "in_bucket" && !config.s3) {
    cautions.push("Its pictures lie in a bucket: set S3_BUCKET and the rest to reach them.");
  }
  if (!keys.some((key) => manifest.keyFingerprints.includes(fingerprint(key)))) {
    cautions.push(
      "These SECRET_KEYS are not the backup's: add its own to them, or what it holds sealed stays closed.",
    );
  }
  return cautions;
}
