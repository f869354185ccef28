import { avatar } from "./avatar.js";
import { el, replace } from "./dom.js";

/** Who one is in a pane: one button per person, with what they are there. */
export function createPeopleSwitch({ label, onChoose }) {
  const element = el("div", { class: "people", role: "radiogroup", "aria-label": label });
  let shown = "";

  function move(event, people, index) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = people[(index + step + people.length) % people.length];
    onChoose(next.id);
    requestAnimationFrame(() => element.querySelector("[aria-checked=true]")?.focus());
  }

  function person(entry, index, { people, chosenId }) {
    const isChosen = entry.id === chosenId;
    const button = el(
      "button",
      {
        type: "button",
        class: "person",
        role: "radio",
        "aria-checked": isChosen ? "true" : "false",
        "aria-label": entry.role ? `${entry.name}, ${entry.role}` : entry.name,
        title: entry.role ? `${entry.name} · ${entry.role}` : entry.name,
        tabindex: isChosen ? "0" : "-1",
        dataset: { person: entry.name },
        on: {
          click: () => onChoose(entry.id),
          keydown: (event) => move(event, people, index),
        },
      },
      avatar({ id: entry.id, name: entry.name, size: 24 }),
      el(
        "span",
        { class: "person-words" },
        el("span", { class: "person-name" }, entry.name),
        entry.role && el("span", { class: "person-role" }, entry.role),
      ),
    );
    return button;
  }

  return {
    element,
    update(people, chosenId) {
      const version = JSON.stringify([people, chosenId]);
      if (version === shown) return;
      shown = version;
      replace(
        element,
        people.map((entry, index) => person(entry, index, { people, chosenId })),
      );
    },
  };
}
