import { el } from "../shared/dom.js";

/**
 * Several parts that take turns in the same room.
 *
 * @param views `{ id, label, parts }`; a part is an element.
 */
export function createViews(views) {
  const rooms = new Map(
    views.map(({ id, label, parts }) => [
      id,
      el(
        "div",
        { class: "view", id: `view-${id}`, role: "tabpanel", "aria-label": label, tabindex: "-1" },
        parts,
      ),
    ]),
  );
  const buttons = views.map(({ id, label }) =>
    el(
      "button",
      {
        type: "button",
        class: "view-tab",
        role: "tab",
        "aria-controls": `view-${id}`,
        dataset: { view: id },
        on: { click: () => choose(id) },
      },
      label,
    ),
  );
  const tabs = el("div", { class: "view-tabs", role: "tablist", "aria-label": "Inside" }, buttons);
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    choose(next.dataset.view);
    next.focus();
  });

  function choose(id) {
    for (const [name, room] of rooms) room.hidden = name !== id;
    for (const button of buttons) {
      const isChosen = button.dataset.view === id;
      button.setAttribute("aria-selected", isChosen ? "true" : "false");
      button.tabIndex = isChosen ? 0 : -1;
    }
  }

  choose(views[0].id);
  return [tabs, ...rooms.values()];
}
