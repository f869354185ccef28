import type { Clock } from "../../core/ports/clock.js";
import type { Database, Stores } from "../../core/ports/database.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { DatabaseClient, PrismaClient } from "./database-client.js";
import { createPrismaAccountStore } from "./prisma-account-store.js";
import { createPrismaAssetStore } from "./prisma-asset-store.js";
import { createPrismaAttemptStore } from "./prisma-attempt-store.js";
import { createPrismaChatUpdateStore } from "./prisma-chat-update-store.js";
import { createPrismaDeliveryStore } from "./prisma-delivery-store.js";
import { createPrismaGalleryStore } from "./prisma-gallery-store.js";
import { createPrismaGalleryVisitStore } from "./prisma-gallery-visit-store.js";
import { createPrismaGenerationStore } from "./prisma-generation-store.js";
import { createPrismaLeaseStore } from "./prisma-lease-store.js";
import { createPrismaLedgerStore } from "./prisma-ledger-store.js";
import { createPrismaLineStore } from "./prisma-line-store.js";
import { createPrismaLineageStore } from "./prisma-lineage-store.js";
import { createPrismaPaymentStore } from "./prisma-payment-store.js";
import { createPrismaPendingRequestStore } from "./prisma-pending-request-store.js";
import { createPrismaPreferenceStore } from "./prisma-preference-store.js";
import { createPrismaProviderHealthStore } from "./prisma-provider-health-store.js";
import { createPrismaProviderSpendStore } from "./prisma-provider-spend-store.js";
import { createPrismaReportStore } from "./prisma-report-store.js";
import { createPrismaServiceSwitches } from "./prisma-service-switches.js";

/**
 * How long a transaction may wait for its turn. On the embedded database they run one after the other, in the order they
 * came: who gave up would only have to join that line again at its end. A server's pool gives up sooner by itself.
 */
const MAX_WAIT_MS = 30_000;
/** How long a transaction may take; ours take milliseconds. */
const TIMEOUT_MS = 15_000;

export function createPrismaDatabase(deps: {
  client: PrismaClient;
  clock: Clock;
  sealer: Sealer;
}): Database {
  const toStores = (client: DatabaseClient): Stores => ({
    accounts: createPrismaAccountStore(client),
    assets: createPrismaAssetStore(client),
    attempts: createPrismaAttemptStore(client),
    chatUpdates: createPrismaChatUpdateStore(client),
    deliveries: createPrismaDeliveryStore(client, deps.sealer),
    gallery: createPrismaGalleryStore(client),
    galleryVisits: createPrismaGalleryVisitStore(client),
    generations: createPrismaGenerationStore(client),
    leases: createPrismaLeaseStore(client),
    ledger: createPrismaLedgerStore(client, deps.clock),
    lineage: createPrismaLineageStore(client),
    lines: createPrismaLineStore(client),
    payments: createPrismaPaymentStore(client, deps.sealer),
    providerHealth: createPrismaProviderHealthStore(client),
    providerSpend: createPrismaProviderSpendStore(client),
    reports: createPrismaReportStore(client),
    switches: createPrismaServiceSwitches(client),
    pending: createPrismaPendingRequestStore(client, deps.sealer),
    preferences: createPrismaPreferenceStore(client),
  });

  return {
    stores: toStores(deps.client),
    transaction: (work) =>
      deps.client.$transaction((client) => work(toStores(client)), {
        maxWait: MAX_WAIT_MS,
        timeout: TIMEOUT_MS,
      }),
    async check() {
      await deps.client.$queryRaw`SELECT 1`;
    },
  };
}
