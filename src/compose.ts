import { randomUUID } from "node:crypto";
import type { DestinationStream, Logger } from "pino";
import { createLog, createLogger } from "./adapters/log/pino-log.js";
import { pictureMarker } from "./adapters/media/mark/picture-marker.js";
import { sharpImageInspector } from "./adapters/media/sharp-image-inspector.js";
import { meterProvider } from "./adapters/metrics/metered-provider.js";
import type { OwnerCommands } from "./adapters/pglite/owner-commands.js";
import type { PrismaClient } from "./adapters/prisma/database-client.js";
import { checkKeys } from "./adapters/prisma/key-check.js";
import { createPrismaDatabase } from "./adapters/prisma/prisma-database.js";
import { createIdentityHash } from "./adapters/secrets/identity-hash.js";
import { createSealer } from "./adapters/secrets/sealer.js";
import { loadOrCreateSecretKeys } from "./adapters/secrets/secret-keys.js";
import type { SketchConditions } from "./adapters/sketch/sketch-provider.js";
import { systemClock } from "./adapters/system/system-clock.js";
import { systemIdSource } from "./adapters/system/system-id-source.js";
import type { Command } from "./bots/commands/command.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { type BotPieces, composeBots, composeSenders } from "./compose-bots.js";
import { composeGalleryRoutes } from "./compose-gallery.js";
import {
  composeJobs,
  composeResumeWork,
  composeUseCases,
  type Patience,
  type Pieces,
  USUAL_PATIENCE,
} from "./compose-generation.js";
import { composeInputs } from "./compose-inputs.js";
import { createObjects, tellOfSharedFiles } from "./compose-objects.js";
import { composeObserving } from "./compose-observing.js";
import { composeAdminCommands } from "./compose-operator.js";
import {
  composePaymentJobs,
  composePaymentRoutes,
  composeSweepPayments,
} from "./compose-payments.js";
import { composeProviders } from "./compose-providers.js";
import { createRoles } from "./compose-roles.js";
import { openStorage, type Storage } from "./compose-storage.js";
import { catalog } from "./core/catalog/catalog.js";
import { createHearOfRun } from "./core/generation/hear-of-run.js";
import { createRunNews } from "./core/generation/run-news.js";
import type { Database } from "./core/ports/database.js";
import type { FaultPoints } from "./core/ports/fault-points.js";
import type { ImageProvider } from "./core/ports/image-provider.js";
import type { Log } from "./core/ports/log.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import { createHeartbeat, LONE_PULSE, SHARED_PULSE } from "./core/running/heartbeat.js";
import { createReadMaintenance } from "./core/running/maintenance.js";
import { createJobQueue } from "./jobs/job-queue.js";
import { createJobWorkers } from "./jobs/job-workers.js";
import { paymentSweepJob } from "./jobs/payment-sweep-job.js";
import { refreshProgressJob, sweepJob } from "./jobs/schedule-jobs.js";
import { createWorkQueue } from "./jobs/work-queue.js";
import { createWaitingCommands } from "./operator/admin-commands.js";
import type { Config } from "./settings/config.js";
import { createDraining, type Draining } from "./web/draining.js";
import { createRoutes } from "./web/routes.js";
import type { FetchHandler } from "./web/web-server.js";

/** How made pictures are looked at and marked. */
const MEDIA = { inspector: sharpImageInspector, marker: pictureMarker };
const NO_FAULTS: FaultPoints = { reach: () => undefined };

/** What only the sandbox, tests and benchmarks hand in. */
export interface Extras {
  /** More commands than the registry has. */
  readonly commands?: readonly Command[];
  readonly sketchConditions?: SketchConditions;
  /** Who makes the pictures, in place of those the settings name. */
  readonly providers?: readonly ImageProvider[];
  readonly faults?: FaultPoints;
  /** Less of it where hundreds of answers get lost on purpose: each would be waited for a minute and a half. */
  readonly patience?: Patience;
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
  const processId = randomUUID();
  const logger = createLogger({
    level: config.logLevel,
    process: { id: processId, roles: config.roles },
    isPretty: process.stdout.isTTY === true,
    ...(extras.logDestination && { destination: extras.logDestination }),
  });
  // The embedded database's owner answers other processes' commands, from the moment it is the owner.
  const waiting = createWaitingCommands();
  const storage = await openStorage(config, { logger, ownerCommands: waiting.commands });
  const workbench = assemble(config, extras, { logger, storage, processId });
  await checkKeys(storage.client, workbench.sealer);
  const { pieces, useCases, objectsPart } = workbench;
  const adminCommands = composeAdminCommands(config, workbench, storage.source);
  waiting.settle(adminCommands);
  const draining = createDraining(composeRoutes(config, workbench, storage).fetch);
  const roles = composeRoles(config, workbench, draining);
  return {
    config,
    log: pieces.log,
    database: pieces.database,
    client: storage.client,
    objects: pieces.objects,
    useCases,
    adminCommands,
    fetch: draining.fetch,
    async start() {
      tellOfSharedFiles(config, pieces.log);
      await roles.start();
    },

    async stop({ graceMs }) {
      await roles.stop(graceMs);
      await workbench.inputs.normaliser.close();
      objectsPart.close();
      await storage.close();
    },
  };
}

type Workbench = ReturnType<typeof assemble>;

/** What this process answers over HTTP. */
function composeRoutes(config: Config, workbench: Workbench, storage: Storage) {
  const { pieces, bots, objectsPart, observing } = workbench;
  const { database } = pieces;
  const checks = {
    database: database.check,
    queue: storage.queue.check,
    ...objectsPart.checks,
    ...bots.checks,
  };
  const isWeb = config.roles.includes("web");
  return createRoutes({
    log: pieces.log,
    checks,
    readMaintenance: createReadMaintenance({ ...pieces, switches: database.stores.switches }),
    // The first are of every process.
    parts: [
      observing.route,
      ...(isWeb
        ? [
            ...objectsPart.routes,
            composeGalleryRoutes(config, pieces, workbench.useCases),
            ...composePaymentRoutes(config, pieces, {
              onWebhook: (outcome) => observing.metrics.countWebhook({ source: "stripe", outcome }),
            }),
            ...workbench.webhooks,
            ...bots.routes,
          ]
        : []),
    ],
  });
}

/** What this process does by itself. */
function composeRoles(config: Config, workbench: Workbench, draining: Draining) {
  const { pieces, bots, workers, queue, heartbeat } = workbench;
  const resumeWork = composeResumeWork(pieces);
  const sweepPayments = config.stripe?.webhookSecret ? composeSweepPayments(pieces) : null;
  return createRoles(config.roles, {
    ...{ heartbeat, bots, workers, queue, draining },
    async resumeWork() {
      await resumeWork();
      if (sweepPayments) await sweepPayments();
    },
    schedules: [sweepJob, refreshProgressJob, ...(sweepPayments ? [paymentSweepJob] : [])],
  });
}

function assemble(
  config: Config,
  extras: Extras,
  opened: { logger: Logger; storage: Storage; processId: string },
) {
  const { logger, storage } = opened;
  const keys = config.secretKeys ?? loadOrCreateSecretKeys(config.dataDir);
  const clock = systemClock;
  const log = createLog(logger);
  const sealer = createSealer(keys);
  const database = createPrismaDatabase({ client: storage.client, clock, sealer });
  const objectsPart = createObjects(config, { keys, clock });
  const objects = objectsPart.store;
  const queue = createJobQueue(storage.queue, { log: logger });
  const ids = systemIdSource;
  const observing = composeObserving(config, { client: storage.client, queue, clock, ids });
  const senders = composeSenders(config, { objects, log, clock });
  const made = composeProviders(config, { clock, sketchConditions: extras.sketchConditions });
  const inputs = composeInputs(config, objects);
  const pieces: Pieces = {
    database,
    jobs: createWorkQueue(queue),
    objects,
    ...MEDIA,
    ...inputs,
    catalog,
    providerConcurrency: config.providerConcurrency,
    providers: (extras.providers ?? made.providers).map((provider) =>
      meterProvider(provider, observing.metrics),
    ),
    news: createRunNews(),
    webhookUrlOf: made.webhookUrlOf,
    sender: senders.sender,
    clock,
    ids,
    log,
    faults: extras.faults ?? NO_FAULTS,
    workerId: opened.processId,
    hashIdentity: createIdentityHash(keys),
  };
  const useCases = composeUseCases(config, pieces);
  const jobs = [
    ...composeJobs(config, { ...pieces, patience: extras.patience ?? USUAL_PATIENCE }, useCases),
    ...composePaymentJobs(config, { ...pieces, notices: senders.notices }, useCases),
  ];
  const workers = createJobWorkers(storage.queue, jobs, {
    log: logger,
    onFailed: observing.recordFailure,
  });
  const heartbeat = createHeartbeat({
    leases: database.stores.leases,
    ...{ clock, log, processId: opened.processId },
    pulse: config.database ? SHARED_PULSE : LONE_PULSE,
  });
  const botPieces: BotPieces = {
    ...pieces,
    heartbeat,
    useCases,
    sealer,
    senders,
    extraCommands: extras.commands ?? [],
    metrics: observing.metrics,
    keys,
  };
  return {
    sealer,
    inputs,
    pieces,
    queue,
    workers,
    useCases,
    bots: composeBots(config, botPieces),
    objectsPart,
    webhooks: made.webhookRoutes({
      hearOfRun: createHearOfRun(pieces),
      onWebhook: (source, outcome) => observing.metrics.countWebhook({ source, outcome }),
    }),
    keys,
    observing,
    heartbeat,
  };
}
