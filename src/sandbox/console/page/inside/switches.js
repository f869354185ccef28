import { el, replace } from "../shared/dom.js";
import { act } from "../shared/server.js";
import { card } from "./card.js";

const CONDITIONS = [
  { id: "ok", label: "works", about: "The next image call goes well." },
  { id: "fail", label: "fails", about: "The next image call fails: the credits come back." },
  {
    id: "slow",
    label: "is slow",
    about: "The next image call takes 12 seconds: time to cancel it.",
  },
  {
    id: "refuse",
    label: "is unsafe",
    about: "The next picture is refused as unsafe: the credits come back.",
  },
  {
    id: "malformed",
    label: "is broken",
    about: "The next file is no picture: the credits come back.",
  },
  {
    id: "partial",
    label: "is one short",
    about: "Of several pictures one is missing: only the rest is paid.",
  },
];

/** What becomes of the next image call. It goes back by itself once that call was made. */
export function createSwitches({ toasts }) {
  const about = el("p", { class: "switch-about", role: "status" });
  const inputs = new Map();
  const choices = CONDITIONS.map(({ id, label }) => {
    const input = el("input", { type: "radio", name: "condition", value: id });
    input.addEventListener("change", () =>
      toasts.guard(() => act("inside/set_next", { condition: id })),
    );
    inputs.set(id, input);
    return el(
      "label",
      { class: "switch", dataset: { condition: id } },
      input,
      el("span", {}, label),
    );
  });
  const element = card({
    title: "The next image call …",
    className: "switches",
    body: [
      el(
        "div",
        { class: "switch-row", role: "radiogroup", "aria-label": "The next image call" },
        choices,
      ),
      about,
    ],
  });
  return {
    element,
    update({ inside }) {
      const input = inputs.get(inside.next);
      if (input) input.checked = true;
      const words = CONDITIONS.find(({ id }) => id === inside.next)?.about ?? "";
      if (about.textContent !== words) replace(about, words);
      element.classList.toggle("is-armed", inside.next !== "ok");
    },
  };
}
