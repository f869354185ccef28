import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import type { IdentifyAccount } from "../../core/accounts/identify-account.js";
import type { FindOwnPictures } from "../../core/generation/find-own-pictures.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { Clock } from "../../core/ports/clock.js";
import type { DeliveryStore } from "../../core/ports/delivery-store.js";
import type { DisplayCopies } from "../../core/ports/display-copies.js";
import type { IdSource } from "../../core/ports/id-source.js";
import type { Log } from "../../core/ports/log.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { PendingRequestStore } from "../../core/ports/pending-request-store.js";
import type { Dispatcher } from "../dispatcher.js";

/** What handling an update takes. */
export interface BotDeps {
  /** Waits out flood limits. */
  readonly api: Api;
  readonly me: Pick<UserFromGetMe, "id" | "username">;
  readonly dispatcher: Dispatcher;
  readonly identifyAccount: IdentifyAccount;
  readonly showProgress: ShowProgress;
  readonly findOwnPictures: FindOwnPictures;
  readonly pending: PendingRequestStore;
  readonly deliveries: Pick<DeliveryStore, "noteShown">;
  readonly objects: ObjectStore;
  readonly copies: DisplayCopies;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}
