import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DestinationStream, Logger } from "pino";
import { createLinkSigner } from "./adapters/disk/link-signer.js";
import { createDiskObjectStore, createSignedObjectReader } from "./adapters/disk/object-store.js";
import { createLog, createLogger } from "./adapters/log/pino-log.js";
import { sharpImageInspector } from "./adapters/media/sharp-image-inspector.js";
import type { OwnerCommands } from "./adapters/pglite/owner-commands.js";
import type { PrismaClient } from "./adapters/prisma/database-client.js";
import { createPrismaDatabase } from "./adapters/prisma/prisma-database.js";
import { createIdentityHash } from "./adapters/secrets/identity-hash.js";
import { createSealer } from "./adapters/secrets/sealer.js";
import { loadOrCreateSecretKeys } from "./adapters/secrets/secret-keys.js";
import { createSketchProvider, type SketchConditions } from "./adapters/sketch/sketch-provider.js";
import { systemClock } from "./adapters/system/system-clock.js";
import { systemIdSource } from "./adapters/system/system-id-source.js";
import { createAdminCommands, createWaitingCommands } from "./admin-commands.js";
import type { Command } from "./bots/commands/command.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { type BotPieces, composeBots, composeSenders } from "./compose-bots.js";
import {
  composeJobs,
  composeResumeWork,
  composeUseCases,
  type Pieces,
} from "./compose-generation.js";
import { openStorage, type Storage } from "./compose-storage.js";
import { createGrantCredits } from "./core/accounts/grant-credits.js";
import { createReconcile } from "./core/ledger/reconcile.js";
import type { Database } from "./core/ports/database.js";
import type { FaultPoints } from "./core/ports/fault-points.js";
import type { ImageProvider } from "./core/ports/image-provider.js";
import type { Log } from "./core/ports/log.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import { createJobQueue } from "./jobs/job-queue.js";
import { createJobWorkers } from "./jobs/job-workers.js";
import { refreshProgressJob, sweepJob } from "./jobs/schedule-jobs.js";
import { createWorkQueue } from "./jobs/work-queue.js";
import type { Config } from "./settings/config.js";
import { objectRoutes } from "./web/object-routes.js";
import { createRoutes } from "./web/routes.js";
import type { FetchHandler } from "./web/web-server.js";

const NO_FAULTS: FaultPoints = { reach: () => undefined };

/** What only the sandbox, tests and benchmarks hand in. */
export interface Extras {
  /** More commands than the registry has. */
  readonly commands?: readonly Command[];
  readonly sketchConditions?: SketchConditions;
  /** Who makes the pictures, in place of those the settings name. */
  readonly providers?: readonly ImageProvider[];
  readonly faults?: FaultPoints;
  readonly logDestination?: DestinationStream;
}

/** The whole service, wired but not yet started. */
export interface App {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly client: PrismaClient;
  readonly objects: ObjectStore;
  readonly useCases: UseCases;
  readonly adminCommands: OwnerCommands;
  readonly fetch: FetchHandler;
  /** Takes up work. @throws AppError `configuration` when a chat refuses its token. */
  start(): Promise<void>;
  /** Takes no more work, finishes or hands back what runs, and closes everything. */
  stop(options: { graceMs: number }): Promise<void>;
}

/**
 * Wires the house: settings → adapters → use-cases → roles.
 *
 * @throws AppError `configuration` with one sentence for the operator.
 */
export async function compose(config: Config, extras: Extras = {}): Promise<App> {
  const logger = createLogger({
    level: config.logLevel,
    isPretty: process.stdout.isTTY === true,
    ...(extras.logDestination && { destination: extras.logDestination }),
  });
  // The embedded database's owner answers other processes' commands, from the moment it is the owner.
  const waiting = createWaitingCommands();
  const storage = await openStorage(config, { logger, ownerCommands: waiting.commands });
  const workbench = assemble(config, extras, { logger, storage });
  const { pieces, bots, workers, queue, useCases, readSignedObject } = workbench;
  const { database, ids } = pieces;
  const { identifyAccount } = useCases;
  const resumeWork = composeResumeWork(pieces);
  const adminCommands = createAdminCommands({
    reconcile: createReconcile({ ledger: database.stores.ledger }),
    grantCredits: createGrantCredits({ database, ids, identifyAccount }),
  });
  waiting.settle(adminCommands);
  const checks = { database: database.check, queue: storage.queue.check, ...bots.checks };
  return {
    config,
    log: pieces.log,
    database,
    client: storage.client,
    objects: pieces.objects,
    useCases,
    adminCommands,
    fetch: createRoutes({ log: pieces.log, checks, parts: [objectRoutes(readSignedObject)] }).fetch,

    async start() {
      await workers.start();
      await queue.schedule(sweepJob.definition, {}, sweepJob);
      await queue.schedule(refreshProgressJob.definition, {}, refreshProgressJob);
      await resumeWork();
      await bots.start();
    },

    async stop({ graceMs }) {
      // Side by side, so that the grace is not granted twice.
      await Promise.all([bots.stop(graceMs), workers.close({ graceMs })]);
      await queue.close();
      await storage.close();
    },
  };
}

function assemble(config: Config, extras: Extras, opened: { logger: Logger; storage: Storage }) {
  const { logger, storage } = opened;
  const keys = config.secretKeys ?? loadOrCreateSecretKeys(config.dataDir);
  const clock = systemClock;
  const log = createLog(logger);
  const sealer = createSealer(keys);
  const database = createPrismaDatabase({ client: storage.client, clock, sealer });
  const folder = join(config.dataDir, "objects");
  const signer = createLinkSigner({ keys, clock });
  const objects = createDiskObjectStore({ folder, signer, publicUrl: config.publicUrl });
  const queue = createJobQueue(storage.queue, { log: logger });
  const faults = extras.faults ?? NO_FAULTS;
  const senders = composeSenders(config, { objects, log, clock });
  const pieces: Pieces = {
    database,
    jobs: createWorkQueue(queue),
    objects,
    inspector: sharpImageInspector,
    providers: extras.providers ?? [createSketch(config, extras)],
    sender: senders.sender,
    clock,
    ids: systemIdSource,
    log,
    faults,
    workerId: randomUUID(),
    hashIdentity: createIdentityHash(keys),
  };
  const useCases = composeUseCases(config, pieces);
  const workers = createJobWorkers(storage.queue, composeJobs(config, pieces, useCases), {
    log: logger,
  });
  const botPieces: BotPieces = {
    ...pieces,
    useCases,
    sealer,
    senders,
    extraCommands: extras.commands ?? [],
  };
  const readSignedObject = createSignedObjectReader({ folder, signer });
  return {
    pieces,
    queue,
    workers,
    useCases,
    bots: composeBots(config, botPieces),
    readSignedObject,
  };
}

function createSketch(config: Config, { sketchConditions }: Extras) {
  const folder = join(config.dataDir, "sketch-runs");
  return createSketchProvider({
    folder,
    clock: systemClock,
    ...(sketchConditions && { conditions: sketchConditions }),
  });
}
