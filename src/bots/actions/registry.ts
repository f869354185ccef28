import type { ButtonAction } from "./action.js";
import { againAction } from "./again.js";
import { buyPackAction } from "./buy-pack.js";
import { cancelAction } from "./cancel.js";
import { askToClearGalleryAction, clearGalleryAction } from "./clear-gallery.js";
import { confirmAction } from "./confirm.js";
import { declineAction } from "./decline.js";
import { deleteAction } from "./delete.js";
import { detailsAction } from "./details.js";
import { editAction } from "./edit.js";
import { favouriteAction } from "./favourite.js";
import { filterGalleryAction } from "./filter-gallery.js";
import { listModelsAction } from "./list-models.js";
import { openWebGalleryAction } from "./open-web-gallery.js";
import { originalAction } from "./original.js";
import { animateAction, upscaleAction, varyAction } from "./remake.js";
import { reportAction } from "./report.js";
import { setAction } from "./set.js";
import { shareAction } from "./share.js";
import { showModelAction } from "./show-model.js";
import { showPictureAction } from "./show-picture.js";
import { showResultAction } from "./show-result.js";
import { turnGalleryAction } from "./turn-gallery.js";

/** Every kind of button. A new one is a file beside this one and a line here. */
export const actions: readonly ButtonAction[] = [
  againAction,
  cancelAction,
  deleteAction,
  showPictureAction,
  showResultAction,
  varyAction,
  editAction,
  upscaleAction,
  animateAction,
  detailsAction,
  favouriteAction,
  originalAction,
  reportAction,
  buyPackAction,
  confirmAction,
  declineAction,
  listModelsAction,
  showModelAction,
  turnGalleryAction,
  filterGalleryAction,
  openWebGalleryAction,
  askToClearGalleryAction,
  clearGalleryAction,
  shareAction,
  setAction,
];
