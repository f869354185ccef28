import type { IdentifyAccount } from "../../core/accounts/identify-account.js";
import type {
  ChangePreferences,
  ReadPreferences,
  ReadVisibility,
} from "../../core/accounts/own-preferences.js";
import type { ListModels } from "../../core/catalog/list-models.js";
import type { BrowseGallery } from "../../core/gallery/browse-gallery.js";
import type { DeleteGallery, DeletePictures } from "../../core/gallery/delete-pictures.js";
import type { ListGallery } from "../../core/gallery/list-gallery.js";
import type { SetFavourite } from "../../core/gallery/set-favourite.js";
import type { InviteToGallery } from "../../core/gallery/visit-gallery.js";
import type { CancelGeneration } from "../../core/generation/cancel-generation.js";
import type {
  AskToConfirm,
  ConfirmGeneration,
  DeclineGeneration,
} from "../../core/generation/confirm-generation.js";
import type { DescribePicture } from "../../core/generation/describe-picture.js";
import type { DraftAgain, DraftRemake } from "../../core/generation/draft-remake.js";
import type { FindOwnPictures } from "../../core/generation/find-own-pictures.js";
import type { AskOrigin } from "../../core/generation/identify-picture.js";
import type { ListGenerations, ShowGeneration } from "../../core/generation/own-generations.js";
import type { ShowPicture } from "../../core/generation/own-picture.js";
import type { ReportGeneration } from "../../core/generation/report-generation.js";
import type { ReportPictures } from "../../core/generation/report-pictures.js";
import type { RequestGeneration } from "../../core/generation/request-generation.js";
import type { ShareGeneration } from "../../core/generation/share-generation.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { TraceLineage } from "../../core/generation/trace-lineage.js";
import type { AccountId, GenerationId } from "../../core/ids.js";
import type { AwaitPayment } from "../../core/payments/await-payment.js";
import type { ListPacks } from "../../core/payments/list-packs.js";
import type { StartCheckout } from "../../core/payments/start-checkout.js";
import type { GalleryFilter } from "../../core/ports/gallery-store.js";
import type { Wallet } from "../../core/ports/ledger-store.js";
import type { PreferenceStore } from "../../core/ports/preference-store.js";

/** Everything the bots may ask of the core. */
export interface UseCases {
  readonly identifyAccount: IdentifyAccount;
  readonly requestGeneration: RequestGeneration;
  readonly showPicture: ShowPicture;
  readonly describePicture: DescribePicture;
  readonly reportPictures: ReportPictures;
  readonly draftAgain: DraftAgain;
  readonly draftRemake: DraftRemake;
  readonly askToConfirm: AskToConfirm;
  readonly confirmGeneration: ConfirmGeneration;
  readonly declineGeneration: DeclineGeneration;
  readonly listModels: ListModels;
  readonly cancelGeneration: CancelGeneration;
  readonly deletePictures: DeletePictures;
  readonly deleteGallery: DeleteGallery;
  readonly setFavourite: SetFavourite;
  readonly listGallery: ListGallery;
  readonly browseGallery: BrowseGallery;
  readonly findGalleryFilter: (
    accountId: AccountId,
    filterId: string,
  ) => Promise<GalleryFilter | null>;
  readonly inviteToGallery: InviteToGallery;
  readonly findOwnPictures: FindOwnPictures;
  readonly askOrigin: AskOrigin;
  readonly shareGeneration: ShareGeneration;
  readonly readPreferences: ReadPreferences;
  readonly changePreferences: ChangePreferences;
  readonly readVisibility: ReadVisibility;
  /** What somebody has set; null where they have not. */
  readonly readLanguage: PreferenceStore["readLanguage"];
  readonly reportGeneration: ReportGeneration;
  readonly showProgress: ShowProgress;
  readonly listGenerations: ListGenerations;
  readonly showGeneration: ShowGeneration;
  readonly traceLineage: TraceLineage;
  readonly listPacks: ListPacks;
  readonly startCheckout: StartCheckout;
  readonly awaitPayment: AwaitPayment;
  readonly readWallet: (accountId: AccountId) => Promise<Wallet>;
  /** Finished generations whose result reached no chat, for this person on this platform. */
  readonly listStranded: (platform: string, userId: string) => Promise<readonly GenerationId[]>;
}
