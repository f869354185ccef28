import type { ButtonAction } from "./action.js";
import { againAction } from "./again.js";
import { buyPackAction } from "./buy-pack.js";
import { cancelAction } from "./cancel.js";
import { confirmAction } from "./confirm.js";
import { declineAction } from "./decline.js";
import { deleteAction } from "./delete.js";
import { listModelsAction } from "./list-models.js";
import { showModelAction } from "./show-model.js";

/** Every kind of button. A new one is a file beside this one and a line here. */
export const actions: readonly ButtonAction[] = [
  againAction,
  cancelAction,
  deleteAction,
  buyPackAction,
  confirmAction,
  declineAction,
  listModelsAction,
  showModelAction,
];
