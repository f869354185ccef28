import type { AccountStore } from "./account-store.js";
import type { AssetStore } from "./asset-store.js";
import type { AttemptStore } from "./attempt-store.js";
import type { ChatUpdateStore } from "./chat-update-store.js";
import type { DeliveryStore } from "./delivery-store.js";
import type { GalleryStore } from "./gallery-store.js";
import type { GalleryVisitStore } from "./gallery-visit-store.js";
import type { GenerationStore, LineStore } from "./generation-store.js";
import type { LeaseStore } from "./lease-store.js";
import type { LedgerStore } from "./ledger-store.js";
import type { LineageStore } from "./lineage-store.js";
import type { PaymentStore } from "./payment-store.js";
import type { PendingRequestStore } from "./pending-request-store.js";
import type { PreferenceStore } from "./preference-store.js";
import type { ProviderHealthStore } from "./provider-health-store.js";
import type { ProviderSpendStore } from "./provider-spend-store.js";
import type { ReportStore } from "./report-store.js";
import type { ServiceSwitches } from "./service-switches.js";

export interface Stores {
  readonly accounts: AccountStore;
  readonly assets: AssetStore;
  readonly attempts: AttemptStore;
  readonly chatUpdates: ChatUpdateStore;
  readonly deliveries: DeliveryStore;
  readonly gallery: GalleryStore;
  readonly galleryVisits: GalleryVisitStore;
  readonly generations: GenerationStore;
  readonly leases: LeaseStore;
  readonly ledger: LedgerStore;
  readonly lineage: LineageStore;
  readonly lines: LineStore;
  readonly payments: PaymentStore;
  readonly pending: PendingRequestStore;
  readonly preferences: PreferenceStore;
  readonly providerHealth: ProviderHealthStore;
  readonly providerSpend: ProviderSpendStore;
  readonly reports: ReportStore;
  readonly switches: ServiceSwitches;
}

/**
 * Where all state lives. Inside `transaction` use only the stores handed in: the embedded database has one
 * session, and a call on the outer stores would wait for the transaction that waits for it.
 */
export interface Database {
  /** For single statements. */
  readonly stores: Stores;
  /** All or nothing, at READ COMMITTED. A throw rolls back. Keep it short and never wait for the network in it. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
}
