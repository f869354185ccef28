import { el } from "./shared/dom.js";

/** On a narrow page one part is shown at a time; on a wide one the style sheet hides this and shows all three. */
export function createTabs(names) {
  const buttons = names.map((name) =>
    el("button", { type: "button", class: "tab", on: { click: () => choose(name) } }, name),
  );

  function choose(name) {
    document.body.dataset.tab = name.toLowerCase();
    for (const button of buttons) {
      button.setAttribute("aria-pressed", button.textContent === name ? "true" : "false");
    }
  }

  choose(names[0]);
  return el("nav", { class: "tabs", "aria-label": "Parts of the console" }, buttons);
}
