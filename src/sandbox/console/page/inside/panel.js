import { el } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { createBookings } from "./bookings.js";
import { createCalls } from "./calls.js";
import { createRequests } from "./requests.js";
import { createSwitches } from "./switches.js";
import { createWallets } from "./wallets.js";

/** The side panel: what happens behind the chats. */
export class InsidePanel {
  constructor(deps) {
    const parts = [createSwitches, createWallets, createRequests, createBookings, createCalls].map(
      (create) => create(deps),
    );
    this.element = el(
      "section",
      { class: "pane inside", "aria-label": "Inside", id: "inside" },
      el(
        "header",
        { class: "pane-bar" },
        el("span", { class: "pane-mark" }, icon("eye", { size: 17 })),
        el("h2", {}, "Inside Atelier"),
      ),
      el(
        "div",
        { class: "cards" },
        parts.map(({ element }) => element),
      ),
    );
    deps.store.subscribe((state) => {
      if (!state.inside || !state.discord || !state.telegram) return;
      for (const part of parts) part.update(state);
    });
  }
}
