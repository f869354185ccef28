import type { ButtonAction } from "./action.js";
import { againAction } from "./again.js";
import { buyPackAction } from "./buy-pack.js";
import { cancelAction } from "./cancel.js";
import { deleteAction } from "./delete.js";

/** Every kind of button. A new one is a file beside this one and a line here. */
export const actions: readonly ButtonAction[] = [
  againAction,
  cancelAction,
  deleteAction,
  buyPackAction,
];
