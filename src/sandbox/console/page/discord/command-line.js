import { el, replace } from "../shared/dom.js";
import { fitField } from "../shared/fit-field.js";
import { fixedChoices, OPTION, readPill, splitNamedOptions } from "./command-model.js";
import { createOptionHelp } from "./option-help.js";
import { renderPill } from "./pill.js";

/**
 * A command being filled in: its name, a pill per option, and at the end a field that adds further ones.
 *
 * @param deps `{ suggestions, getPlace, autocomplete(run), onRun(run), onLeave(text) }`; a place is
 *   `{ world, guildId, userId, channelId }`.
 */
export class CommandLine {
  element = el("div", { class: "command-line", role: "group", hidden: true });
  #deps;
  #help;
  #entry = null;
  #pills = [];
  #tail = el("input", {
    class: "tail",
    type: "text",
    autocomplete: "off",
    "aria-label": "Add an option, or press Enter to send",
  });

  constructor(deps) {
    this.#deps = deps;
    this.#help = createOptionHelp({
      ...deps,
      line: this,
      choicesOf: (option) => this.#choicesOf(option),
      onChoice: (pill, choice) => this.#choose(pill, choice),
      onOption: (option) => this.#addByName(option),
    });
    const showRest = () => this.#help.showRest(this.#tail);
    this.#tail.addEventListener("focus", showRest);
    this.#tail.addEventListener("input", showRest);
    this.#tail.addEventListener("blur", () => deps.suggestions.hide());
    this.#tail.addEventListener("keydown", (event) => this.#onKey(event, null));
  }

  get entry() {
    return this.#entry;
  }

  get pills() {
    return this.#pills;
  }

  get isActive() {
    return this.#entry !== null;
  }

  /** Takes up a command; the text behind its name goes to its first option, `name:` to the others. */
  start(entry, text = "") {
    this.#entry = entry;
    this.#pills = entry.options.filter(({ required }) => required).map(toPill);
    const hasText = text.trim() !== "";
    const first = this.#pills[0] ?? (hasText && entry.options[0] && this.#add(entry.options[0]));
    if (first) this.#take(first, text);
    this.element.hidden = false;
    this.#draw();
    this.#focus(this.#pills.find(isEmpty) ?? (hasText ? this.#pills.at(-1) : undefined));
  }

  leave(text) {
    this.#entry = null;
    this.#pills = [];
    this.#tail.value = "";
    this.element.hidden = true;
    this.#deps.suggestions.hide();
    this.#deps.onLeave(text);
  }

  submit() {
    this.#takeTail();
    const options = {};
    const files = [];
    for (const pill of this.#pills) {
      if (!pill.option.required && isEmpty(pill)) continue;
      const { name } = pill.option;
      const { value, file, problem } = readPill(pill, this.#choicesOf(pill.option));
      pill.problem = problem ?? null;
      if (file) files.push({ name, file });
      options[name] = file ? { file: name } : value;
    }
    const wrong = this.#pills.find(({ problem }) => problem);
    if (wrong) {
      this.#draw();
      return this.#focus(wrong);
    }
    const before = { entry: this.#entry, pills: this.#pills };
    this.leave("");
    this.#deps.onRun({
      name: before.entry.name,
      options,
      files,
      restore: () => this.#restore(before),
    });
  }

  /** Puts a dropped file into the first option that takes one; false where none does. */
  takeFile(file) {
    const isOpen = ({ option, file: own }) => option.type === OPTION.attachment && !own;
    const next = this.#missing().find(({ type }) => type === OPTION.attachment);
    const pill = this.#pills.find(isOpen) ?? (next && this.#add(next));
    if (pill) this.#setFile(pill, file);
    return pill !== undefined;
  }

  #choicesOf(option) {
    return fixedChoices(option, this.#deps.getPlace());
  }

  #missing() {
    return this.#entry.options.filter(
      (option) => !this.#pills.some((pill) => pill.option === option),
    );
  }

  /** True when the text named further options, which have pills of their own now. */
  #take(pill, text) {
    const others = this.#entry.options.filter(
      (option) => !this.#pills.some((other) => other.option === option && !isEmpty(other)),
    );
    const { lead, named } = splitNamedOptions(
      text,
      others.map(({ name }) => name),
    );
    pill.text = named.length > 0 ? lead : text;
    for (const { name, text: given } of named) {
      const option = others.find((entry) => entry.name === name);
      const target = this.#pills.find((other) => other.option === option) ?? this.#add(option);
      target.text = given;
    }
    return named.length > 0;
  }

  /** What was typed behind the pills: `name:` for an option, plain words for the first one that is left. */
  #takeTail() {
    const text = this.#tail.value.trim();
    const missing = this.#missing();
    if (text === "" || missing.length === 0) return;
    const { named } = splitNamedOptions(
      text,
      missing.map(({ name }) => name),
    );
    const given = named.length > 0 ? named : [{ name: missing[0].name, text }];
    for (const { name, text: value } of given) {
      this.#add(missing.find((option) => option.name === name)).text = value;
    }
    this.#tail.value = "";
  }

  #add(option) {
    const pill = toPill(option);
    this.#pills.push(pill);
    return pill;
  }

  #addByName(option) {
    const pill = this.#add(option);
    this.#tail.value = "";
    this.#draw();
    this.#focus(pill);
  }

  #choose(pill, choice) {
    Object.assign(pill, { text: choice.label, choice, problem: null });
    this.#draw();
    this.#focus(this.#pills.find(isEmpty));
  }

  #setFile(pill, file) {
    Object.assign(pill, { file, problem: null });
    this.#draw();
    this.#focus(this.#pills.find(isEmpty));
  }

  /** Without a pill: the end of the line. */
  #focus(pill) {
    const field = pill?.field ?? this.#tail;
    field.focus();
    if (field instanceof HTMLTextAreaElement) {
      field.setSelectionRange(field.value.length, field.value.length);
    }
  }

  #draw() {
    const left = this.#missing().length;
    this.#tail.placeholder = left > 0 ? `+${left} optional` : "";
    this.element.setAttribute("aria-label", `Command ${this.#entry.name}`);
    const handlers = {
      onType: (pill) => this.#typed(pill),
      onKey: (event, pill) => this.#onKey(event, pill),
      onFocus: (pill) => this.#help.showFor(pill),
      onBlur: () => this.#deps.suggestions.hide(),
      onFile: (pill, file) => this.#setFile(pill, file),
    };
    replace(
      this.element,
      el("span", { class: "command-name" }, `/${this.#entry.name}`),
      this.#pills.map((pill) => renderPill(pill, handlers)),
      this.#tail,
    );
    for (const { field } of this.#pills) if (field instanceof HTMLTextAreaElement) fitField(field);
  }

  #typed(pill) {
    const { field } = pill;
    const value = field.value.replaceAll("\n", " ");
    Object.assign(pill, { text: value, problem: null });
    field.closest(".pill")?.classList.remove("is-wrong");
    if (this.#take(pill, value)) {
      this.#draw();
      return this.#focus(this.#pills.at(-1));
    }
    fitField(field);
    this.#help.showFor(pill);
  }

  #onKey(event, pill) {
    const { suggestions } = this.#deps;
    if (event.isComposing || suggestions.takeArrow(event)) return;
    const isPlainTab = event.key === "Tab" && !event.shiftKey;
    const isEnter = event.key === "Enter" && !event.shiftKey;
    const isAtStart = event.target.selectionStart === 0 && event.target.selectionEnd === 0;
    if ((isEnter || isPlainTab) && suggestions.active) {
      event.preventDefault();
      suggestions.active.onChoose();
    } else if (isEnter) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (suggestions.active) suggestions.hide();
      else this.leave("");
    } else if (event.key === "Backspace" && isAtStart) {
      event.preventDefault();
      this.#goBack(pill);
    }
  }

  /** Backspace at the start of a field: an optional one goes; before the first, the command becomes text again. */
  #goBack(pill) {
    const index = pill ? this.#pills.indexOf(pill) : this.#pills.length;
    if (pill && !pill.option.required && pill.text === "") this.#pills.splice(index, 1);
    if (index > 0) {
      this.#draw();
      return this.#focus(this.#pills[index - 1]);
    }
    if (this.#pills.every(isEmpty)) this.leave(`/${this.#entry.name}`);
  }

  #restore({ entry, pills }) {
    this.#deps.onRestore();
    this.#entry = entry;
    this.#pills = pills;
    this.element.hidden = false;
    this.#draw();
    this.#focus(pills[0]);
  }
}

function toPill(option) {
  return { option, text: "", choice: null, file: null, problem: null, field: null };
}

function isEmpty({ text, file }) {
  return text.trim() === "" && file === null;
}
