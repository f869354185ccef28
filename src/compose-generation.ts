import type { UseCases } from "./bots/commands/use-cases.js";
import { composeGalleryUseCases } from "./compose-gallery.js";
import { composePaymentUseCases } from "./compose-payments.js";
import { createIdentifyAccount } from "./core/accounts/identify-account.js";
import {
  createChangePreferences,
  createReadPreferences,
  createReadVisibility,
} from "./core/accounts/own-preferences.js";
import type { Catalog } from "./core/catalog/catalog.js";
import { createListModels } from "./core/catalog/list-models.js";
import { LANES, type Lane } from "./core/catalog/model.js";
import { createWithdrawMessages } from "./core/gallery/withdraw-messages.js";
import { createCancelGeneration } from "./core/generation/cancel-generation.js";
import {
  createAskToConfirm,
  createConfirmGeneration,
  createDeclineGeneration,
} from "./core/generation/confirm-generation.js";
import { createDeliverResult } from "./core/generation/deliver-result.js";
import { createDescribePicture } from "./core/generation/describe-picture.js";
import { createDraftAgain, createDraftRemake } from "./core/generation/draft-remake.js";
import { createFindOwnPictures } from "./core/generation/find-own-pictures.js";
import { createAskOrigin } from "./core/generation/identify-picture.js";
import { createIntakeGeneration } from "./core/generation/intake-generation.js";
import { createListGenerations, createShowGeneration } from "./core/generation/own-generations.js";
import { createShowPicture } from "./core/generation/own-picture.js";
import { createRefreshProgress } from "./core/generation/refresh-progress.js";
import { createReportGeneration } from "./core/generation/report-generation.js";
import { createReportPictures } from "./core/generation/report-pictures.js";
import { createRequestGeneration } from "./core/generation/request-generation.js";
import { createRunGeneration } from "./core/generation/run-generation.js";
import type { RunNews } from "./core/generation/run-news.js";
import { createShareGeneration } from "./core/generation/share-generation.js";
import { createShowProgress } from "./core/generation/show-progress.js";
import { createResumeWork, createSweep, type ResumeWork } from "./core/generation/sweep.js";
import { createTraceLineage } from "./core/generation/trace-lineage.js";
import type { AttemptId, GenerationId } from "./core/ids.js";
import { createPolicy } from "./core/policy/policy.js";
import type { ChatFiles } from "./core/ports/chat-files.js";
import type { Clock } from "./core/ports/clock.js";
import type { Database } from "./core/ports/database.js";
import type { FaultPoints } from "./core/ports/fault-points.js";
import type { IdSource } from "./core/ports/id-source.js";
import type { ImageInspector } from "./core/ports/image-inspector.js";
import type { ImageProvider } from "./core/ports/image-provider.js";
import type { JobQueue } from "./core/ports/job-queue.js";
import type { Log } from "./core/ports/log.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import type { PictureMarker } from "./core/ports/picture-marker.js";
import type { PictureNormaliser } from "./core/ports/picture-normaliser.js";
import type { ReplySender } from "./core/ports/reply-sender.js";
import { createReadMaintenance } from "./core/running/maintenance.js";
import { createTurns } from "./core/turns.js";
import { registerDeliver } from "./jobs/deliver-job.js";
import { registerGenerate } from "./jobs/generate-job.js";
import { registerIntake } from "./jobs/intake-job.js";
import type { JobRegistration } from "./jobs/job-definition.js";
import { registerUpkeep } from "./jobs/schedule-jobs.js";
import { registerWithdraw } from "./jobs/withdraw-job.js";
import type { Config } from "./settings/config.js";

/** How long credits stay set aside at most; far longer than any generation may live. */
const HOLD_TTL_MS = 2 * 60 * 60_000;
const MAX_AGE_MS = 60 * 60_000;
/** From an attempt to giving it up. Clips take minutes where pictures take seconds. */
const RUN_TIMEOUT_MS: Readonly<Record<Lane, number>> = {
  quick: 5 * 60_000,
  standard: 5 * 60_000,
  clip: 15 * 60_000,
  private: 15 * 60_000,
};
/** How long we wait for what may never come. */
export interface Patience {
  /** For a run whose answer was lost. A provider that answers lists it, or tells us of it, within seconds of taking it on. */
  readonly lostRunTimeoutMs: number;
}
export const USUAL_PATIENCE: Patience = { lostRunTimeoutMs: 90_000 };
/** A picture of some megabytes comes in seconds; a vendor's outage of a minute is waited for. */
const FETCH_TIMEOUT_MS = 90_000;
/** Runs whose pictures are being fetched, looked at and stored. */
const COLLECTED_AT_ONCE = 12;

/** What the use-cases stand on. */
export interface Pieces {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly objects: ObjectStore;
  readonly inspector: ImageInspector;
  readonly marker: PictureMarker;
  readonly providers: readonly ImageProvider[];
  readonly providerConcurrency: Readonly<Record<string, number>>;
  readonly catalog: Catalog;
  readonly chatFiles: ChatFiles;
  readonly normaliser: PictureNormaliser;
  /** An address of a stored object for the world; null when our store cannot be reached from outside. */
  readonly publicLink: (key: string) => Promise<string | null>;
  readonly news: RunNews;
  /** Where a provider may tell of an attempt's run; null when it cannot or does not. */
  readonly webhookUrlOf: (providerName: string, id: AttemptId) => string | null;
  readonly sender: ReplySender;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly workerId: string;
  readonly hashIdentity: (platform: string, userId: string) => string;
}

/** What the bots may ask of the core. */
export function composeUseCases(config: Config, pieces: Pieces): UseCases {
  const { database } = pieces;
  const report = createReportGeneration({ ...pieces, laneConcurrency: config.laneConcurrency });
  const requestGeneration = createRequestGeneration({
    ...pieces,
    report,
    policy: createPolicy(),
    limits: config.limits,
    spendCeilings: config.spendCeilings,
    readMaintenance: createReadMaintenance({ ...pieces, switches: database.stores.switches }),
    holdTtlMs: HOLD_TTL_MS,
  });
  const showPicture = createShowPicture({ database, report });
  return {
    identifyAccount: createIdentifyAccount({ ...pieces, trialCredits: config.trialCredits }),
    requestGeneration,
    showPicture,
    describePicture: createDescribePicture({ database, showPicture }),
    reportPictures: createReportPictures(pieces),
    draftAgain: createDraftAgain(pieces),
    draftRemake: createDraftRemake(pieces),
    askToConfirm: createAskToConfirm(pieces),
    confirmGeneration: createConfirmGeneration({ ...pieces, requestGeneration }),
    declineGeneration: createDeclineGeneration(pieces),
    listModels: createListModels(pieces),
    cancelGeneration: createCancelGeneration(pieces),
    findOwnPictures: createFindOwnPictures(pieces),
    askOrigin: createAskOrigin(pieces),
    shareGeneration: createShareGeneration(pieces),
    readPreferences: createReadPreferences(pieces),
    changePreferences: createChangePreferences(pieces),
    readVisibility: createReadVisibility(pieces),
    readLanguage: (identity) => database.stores.preferences.readLanguage(identity),
    reportGeneration: report,
    showProgress: createShowProgress({ ...pieces, report }),
    listGenerations: createListGenerations(pieces),
    showGeneration: createShowGeneration({ ...pieces, report }),
    traceLineage: createTraceLineage(pieces),
    ...composeGalleryUseCases(config, pieces),
    ...composePaymentUseCases(config, pieces),

    async readWallet(accountId) {
      const walletId = await database.stores.ledger.openWallet({ accountId });
      return database.stores.ledger.readWallet(walletId);
    },

    async listStranded(platform, userId) {
      const ids = await database.stores.deliveries.listStranded({ platform, userId, limit: 5 });
      const deliveries = await Promise.all(ids.map((id) => database.stores.deliveries.read(id)));
      return deliveries.flatMap((delivery) => delivery?.generationId ?? []);
    },
  };
}

/** The work that runs in jobs. */
export function composeJobs(
  config: Config,
  pieces: Pieces & { readonly patience: Patience },
  useCases: UseCases,
): readonly JobRegistration[] {
  const report = useCases.reportGeneration;
  const showProgress = useCases.showProgress;
  const onProgress = createProgressTrigger(pieces, showProgress);
  const runGeneration = createRunGeneration({
    ...pieces,
    onProgress,
    runTimeoutMs: (lane) => RUN_TIMEOUT_MS[lane],
    ...pieces.patience,
    fetchTimeoutMs: FETCH_TIMEOUT_MS,
    takeTurn: createTurns(COLLECTED_AT_ONCE),
  });
  return [
    registerIntake(createIntakeGeneration(pieces)),
    ...LANES.map((lane) =>
      registerGenerate(lane, runGeneration, { concurrency: config.laneConcurrency[lane] }),
    ),
    registerDeliver(createDeliverResult({ ...pieces, report })),
    registerWithdraw(createWithdrawMessages({ ...pieces, report })),
    ...registerUpkeep({
      sweep: createSweep({ ...pieces, maxAgeMs: MAX_AGE_MS }),
      refreshProgress: createRefreshProgress({ ...pieces, showProgress }),
    }),
  ];
}

/** What a starting process does first. */
export function composeResumeWork(pieces: Pieces): ResumeWork {
  return createResumeWork({ ...pieces, maxAgeMs: MAX_AGE_MS });
}

/** Shows progress beside the work, so that a slow chat never holds up a picture. */
function createProgressTrigger(pieces: Pieces, showProgress: UseCases["showProgress"]) {
  const underWay = new Set<GenerationId>();

  async function trigger(generationId: GenerationId): Promise<void> {
    const delivery = await pieces.database.stores.deliveries.findByGeneration(generationId);
    if (delivery) await showProgress(delivery.id);
  }

  return function onProgress(generationId: GenerationId): void {
    if (underWay.has(generationId)) return;
    underWay.add(generationId);
    trigger(generationId)
      .catch((error: unknown) => pieces.log.error("progress_not_shown", error, { generationId }))
      .finally(() => underWay.delete(generationId));
  };
}
