import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { Logger } from "pino";
import { openPGlite } from "./adapters/pglite/open-pglite.js";
import type { OwnerCommands } from "./adapters/pglite/owner-commands.js";
import { acquireOwnerLock } from "./adapters/pglite/owner-lock.js";
import { createPglitePool } from "./adapters/pglite/pglite-pool.js";
import { releaseLeases } from "./adapters/pglite/release-leases.js";
import {
  createPrismaClient,
  type DatabaseSource,
  type PrismaClient,
} from "./adapters/prisma/database-client.js";
import { applyMigrations } from "./adapters/prisma/migrator.js";
import { AppError } from "./core/errors.js";
import { createPgliteQueueBackend } from "./jobs/pglite-queue-backend.js";
import { createPostgresQueueBackend } from "./jobs/postgres-queue-backend.js";
import type { QueueBackend } from "./jobs/queue-backend.js";
import { createRedisQueueBackend } from "./jobs/redis-queue-backend.js";
import type { Config } from "./settings/config.js";

/** The database and the queue, opened and brought up to date. */
export interface Storage {
  readonly client: PrismaClient;
  /** The same database, for what does not go through Prisma. */
  readonly source: DatabaseSource;
  readonly queue: QueueBackend;
  close(): Promise<void>;
}

/**
 * Opens what the settings name: a Postgres server, or the embedded one under the data folder; the queue on Redis, or
 * on that same Postgres.
 *
 * @throws AppError `configuration` with one sentence for the operator.
 */
export async function openStorage(
  config: Pick<Config, "database" | "redisUrl" | "dataDir">,
  options: { logger: Logger; ownerCommands: OwnerCommands },
): Promise<Storage> {
  checkDataFolder(config.dataDir);
  return config.database
    ? openServer(config.database, config.redisUrl, options.logger)
    : openEmbedded(config, options);
}

/** Pictures and keys lie there whatever the database is, so that a folder of no use is found out at once. */
function checkDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? cause.code : "unknown";
    const message = `The data folder ${dataDir} cannot be used (${reason}); choose another with DATA_DIR.`;
    throw new AppError({ code: "configuration", message, retryable: false, cause });
  }
}

async function openServer(
  database: { url: string; directUrl: string },
  redisUrl: string | null,
  log: Logger,
): Promise<Storage> {
  await applyMigrations({ kind: "server", url: database.directUrl });
  const queue = redisUrl
    ? await createRedisQueueBackend({ url: redisUrl, log })
    : await createPostgresQueueBackend({ url: database.directUrl, log });
  const client = createPrismaClient({ kind: "server", url: database.url });
  return {
    client,
    source: { kind: "server", url: database.directUrl },
    queue,
    async close() {
      await queue.close();
      await client.$disconnect();
    },
  };
}

async function openEmbedded(
  config: Pick<Config, "redisUrl" | "dataDir">,
  { logger, ownerCommands }: { logger: Logger; ownerCommands: OwnerCommands },
): Promise<Storage> {
  const lock = await acquireOwnerLock(config.dataDir, ownerCommands);
  let pglite: PGlite | undefined;
  try {
    pglite = await openPGlite(join(config.dataDir, "pglite"));
    await applyMigrations({ kind: "pglite", pglite });
    await releaseLeases(pglite);
    const queue = config.redisUrl
      ? await createRedisQueueBackend({ url: config.redisUrl, log: logger })
      : await createPgliteQueueBackend({ pool: createPglitePool(pglite), log: logger });
    const client = createPrismaClient({ kind: "pglite", pglite });
    const opened = pglite;
    return {
      client,
      source: { kind: "pglite", pglite },
      queue,
      async close() {
        await queue.close();
        await client.$disconnect();
        await opened.close();
        await lock.close();
      },
    };
  } catch (error) {
    await pglite?.close();
    await lock.close();
    throw error;
  }
}
