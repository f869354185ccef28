import { el, replace } from "./dom.js";

let listCount = 0;

/**
 * The list above a composer. The field keeps the keyboard; the list is moved through from there.
 *
 * An item: `{ content: Node[], onChoose() }`.
 */
export class Suggestions {
  #listId;
  #heading = el("div", { class: "suggestions-heading" });
  #list;
  #items = [];
  #active = -1;
  #field = null;

  constructor({ label }) {
    listCount += 1;
    this.#listId = `suggestions-${listCount}`;
    this.#list = el("ul", {
      class: "suggestions-list",
      id: this.#listId,
      role: "listbox",
      "aria-label": label,
    });
    this.element = el("div", { class: "suggestions", hidden: true }, this.#heading, this.#list);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  get active() {
    return this.#items[this.#active];
  }

  /** Tells the field, for screen readers, which list is its own. */
  attach(field) {
    this.#field = field;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#listId);
    field.setAttribute("aria-expanded", this.isOpen ? "true" : "false");
  }

  show({ title, items, isFirstActive }) {
    this.#items = items;
    replace(this.#heading, title);
    replace(
      this.#list,
      items.map((item, index) => this.#option(item, index)),
    );
    this.#list.hidden = items.length === 0;
    this.element.hidden = false;
    this.#field?.setAttribute("aria-expanded", "true");
    this.#mark(isFirstActive && items.length > 0 ? 0 : -1);
  }

  hide() {
    this.#items = [];
    this.#active = -1;
    this.element.hidden = true;
    this.#field?.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("aria-activedescendant");
  }

  /** Moves by arrow key; true when the list took the event. */
  takeArrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !this.isOpen || this.#items.length === 0) return false;
    event.preventDefault();
    const count = this.#items.length;
    if (this.#active < 0) this.#mark(step > 0 ? 0 : count - 1);
    else this.#mark((this.#active + step + count) % count);
    return true;
  }

  #mark(index) {
    this.#active = index;
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", at === index ? "true" : "false");
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) this.#field?.removeAttribute("aria-activedescendant");
    else this.#field?.setAttribute("aria-activedescendant", `${this.#listId}-${index}`);
  }

  #option(item, index) {
    return el(
      "li",
      {
        id: `${this.#listId}-${index}`,
        class: "suggestion",
        role: "option",
        on: {
          // Not click: that would take the keyboard away from the field first.
          mousedown: (event) => {
            event.preventDefault();
            item.onChoose();
          },
          mousemove: () => this.#active !== index && this.#mark(index),
        },
      },
      item.content,
    );
  }
}
