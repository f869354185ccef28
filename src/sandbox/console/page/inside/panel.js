import { el } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { createBookings } from "./bookings.js";
import { createCalls } from "./calls.js";
import { createPayments } from "./payments.js";
import { createRequests } from "./requests.js";
import { createSwitches } from "./switches.js";
import { createViews } from "./views.js";
import { createWallets } from "./wallets.js";

/** The side panel: what happens behind the chats. */
export class InsidePanel {
  constructor(deps) {
    const switches = createSwitches(deps);
    const wallets = createWallets(deps);
    const requests = createRequests(deps);
    const bookings = createBookings(deps);
    const payments = createPayments(deps);
    const calls = createCalls(deps);
    const views = createViews([
      { id: "work", label: "Requests & ledger", parts: [requests.element, bookings.element] },
      { id: "payments", label: "Payments", parts: [payments.element] },
      { id: "calls", label: "Calls", parts: [calls.element] },
    ]);
    this.element = el(
      "section",
      { class: "pane inside", "aria-label": "Inside", id: "inside" },
      el(
        "header",
        { class: "pane-bar" },
        el("span", { class: "pane-mark" }, icon("eye", { size: 17 })),
        el("h2", {}, "Inside Atelier"),
      ),
      el("div", { class: "cards" }, switches.element, wallets.element, views),
      el(
        "p",
        { class: "inside-note" },
        "Chats live as long as this process; books and pictures remain.",
      ),
    );
    const parts = [switches, wallets, requests, bookings, payments, calls];
    deps.store.subscribe((state) => {
      if (!state.inside || !state.discord || !state.telegram) return;
      for (const part of parts) part.update(state);
    });
  }
}
