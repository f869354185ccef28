import { el } from "./dom.js";
import { icon } from "./icons.js";

const DISMISSED = "atelier-tries-dismissed";

/** Things worth trying, in the order in which they tell the story. Each fills the composer; Enter sends. */
const TRIES = [
  { label: "/imagine a red fox in the snow", text: "/imagine a red fox in the snow" },
  {
    label: "4 for 20 credits",
    text: "/imagine a lighthouse at dusk model:flux-dev count:4",
  },
  { label: "a clip", text: "/animate a paper boat on a stream" },
  { label: "/models", text: "/models" },
  { label: "forbidden", text: "/imagine a nude celebrity" },
  { label: "/balance", text: "/balance" },
];

/** The row of examples above a composer. Both panes lose it together once it is closed. */
export function createTries() {
  const rows = [];
  const close = () => {
    localStorage.setItem(DISMISSED, "yes");
    for (const row of rows) row.hidden = true;
  };

  return function renderTries(fill) {
    const row = el(
      "div",
      {
        class: "tries",
        role: "group",
        "aria-label": "Examples",
        hidden: localStorage.getItem(DISMISSED) === "yes",
      },
      el("span", { class: "tries-label" }, "Try"),
      TRIES.map(({ label, text }, index) =>
        el(
          "button",
          {
            type: "button",
            class: index === 0 ? "try is-main" : "try",
            title: `Fills in: ${text}`,
            on: { click: () => fill(text) },
          },
          label,
        ),
      ),
      el(
        "button",
        {
          type: "button",
          class: "tries-close",
          "aria-label": "Hide the examples",
          on: { click: close },
        },
        icon("close", { size: 14 }),
      ),
    );
    rows.push(row);
    return row;
  };
}
