import { avatar } from "../shared/avatar.js";
import { el } from "../shared/dom.js";
import { Draft } from "../shared/draft.js";
import { pickFiles, takeFiles } from "../shared/files.js";
import { icon } from "../shared/icons.js";
import { Suggestions } from "../shared/suggestions.js";
import { CommandLine } from "./command-line.js";
import { slashEntries, splitCommandText } from "./command-model.js";

/**
 * Where one writes: plain words, or a command once its name stands.
 *
 * @param deps `{ getPlace, getCommands, autocomplete, onRun, onSend }`; `getCommands` resolves with the menu here.
 */
export class DiscordComposer {
  #deps;
  #suggestions = new Suggestions({ label: "Discord commands and options" });
  #field = el("textarea", { class: "plain", rows: "1", "aria-label": "Message on Discord" });
  #draft = new Draft();
  #line;
  #entries = [];

  constructor(deps) {
    this.#deps = deps;
    this.#line = new CommandLine({
      ...deps,
      suggestions: this.#suggestions,
      onLeave: (text) => this.#showPlain(text),
      onRestore: () => this.#hidePlain(),
    });
    this.#field.addEventListener("input", () => void this.#onInput());
    this.#field.addEventListener("keydown", (event) => this.#onKey(event));
    this.#field.addEventListener("blur", () => this.#suggestions.hide());
    this.element = this.#render();
    takeFiles(this.element, (files) => this.#addFiles(files));
  }

  setPlaceholder(text) {
    this.#field.placeholder = text;
  }

  reply(message) {
    const words = el("span", {}, "Replying to ", el("strong", {}, message.authorName));
    if (this.#line.isActive) this.#line.leave("");
    this.#draft.setReply(message, words);
    this.#field.focus();
  }

  /** As if it had been typed. */
  async fill(text) {
    if (this.#line.isActive) this.#line.leave("");
    this.#field.value = text;
    this.#field.focus();
    await this.#onInput();
  }

  /** Another person or channel: what was begun stays behind. */
  clear() {
    if (this.#line.isActive) this.#line.leave("");
    this.#field.value = "";
    this.#draft.setReply(null);
    this.#draft.takeFiles();
    this.#suggestions.hide();
  }

  #render() {
    const pick = async () => this.#addFiles(await pickFiles({ multiple: true }));
    const label = "Attach files on Discord";
    return el(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.#submit();
          },
        },
      },
      this.#suggestions.element,
      this.#draft.replyBar,
      this.#draft.fileRow,
      el(
        "div",
        { class: "composer-row" },
        el(
          "button",
          { type: "button", class: "round", "aria-label": label, on: { click: pick } },
          icon("plus"),
        ),
        this.#field,
        this.#line.element,
        el(
          "button",
          { type: "submit", class: "send", "aria-label": "Send on Discord" },
          icon("send"),
        ),
      ),
    );
  }

  #showPlain(text) {
    this.#field.hidden = false;
    this.#field.value = text;
    this.#field.focus();
  }

  #hidePlain() {
    this.#field.value = "";
    this.#field.hidden = true;
  }

  #submit() {
    if (this.#line.isActive) this.#line.submit();
    else void this.#sendPlain();
  }

  async #sendPlain() {
    await this.#refreshEntries();
    // The menu may have come only now, and what was typed before it turned into a command.
    if (this.#line.isActive) return this.#line.submit();
    if (this.#enterCommand()) return this.#line.submit();
    const whole = this.#wholeCommand();
    if (whole) return this.#beginWhole(whole);
    const content = this.#field.value.trim();
    if (content === "" && !this.#draft.hasFiles) return;
    const message = { content, files: this.#draft.takeFiles(), replyTo: this.#draft.reply?.id };
    this.#field.value = "";
    this.#draft.setReply(null);
    this.#suggestions.hide();
    this.#deps.onSend(message);
  }

  async #refreshEntries() {
    const { world, userId } = this.#deps.getPlace();
    const locale = world.users.find(({ id }) => id === userId)?.locale ?? "en-US";
    this.#entries = slashEntries((await this.#deps.getCommands()) ?? [], locale);
  }

  #enterCommand() {
    const found = splitCommandText(this.#field.value, this.#entries);
    if (found) this.#begin(found.entry, found.rest);
    return found !== null;
  }

  /** The command whose name stands there in full and alone. */
  #wholeCommand() {
    const typed = this.#field.value.trim().toLowerCase();
    return this.#entries.find(({ name }) => typed === `/${name}`);
  }

  /** Enter after a whole name sends it; what cannot be sent without an option asks for that first. */
  #beginWhole(entry) {
    this.#begin(entry, "");
    if (!entry.options.some(({ required }) => required)) this.#line.submit();
  }

  #begin(entry, rest) {
    this.#hidePlain();
    this.#draft.setReply(null);
    this.#suggestions.hide();
    this.#line.start(entry, rest);
    this.#addFiles(this.#draft.takeFiles());
  }

  async #onInput() {
    if (this.#field.value.startsWith("/")) {
      await this.#refreshEntries();
      // More may have been typed meanwhile; what stands now counts.
      if (this.#line.isActive || this.#enterCommand()) return;
    }
    this.#showCommands();
  }

  #showCommands() {
    const typed = this.#field.value.slice(1).toLowerCase();
    const fits = this.#entries.filter(({ name }) => name.startsWith(typed));
    if (!this.#field.value.startsWith("/")) return this.#suggestions.hide();
    this.#suggestions.attach(this.#field);
    if (fits.length === 0) return this.#showNone();
    this.#suggestions.show({
      title: [el("strong", {}, "Atelier"), el("span", {}, "Commands")],
      items: fits.map((entry) => ({
        content: commandLook(entry),
        entry,
        onChoose: () => this.#begin(entry, ""),
      })),
      isFirstActive: true,
    });
  }

  #showNone() {
    const words = this.#entries.length === 0 ? "No app has commands here" : "No such command";
    this.#suggestions.show({ title: [el("span", {}, words)], items: [], isFirstActive: false });
  }

  #onKey(event) {
    if (event.isComposing || this.#suggestions.takeArrow(event)) return;
    const isEnter = event.key === "Enter" && !event.shiftKey;
    const isPlainTab = event.key === "Tab" && !event.shiftKey;
    const { active } = this.#suggestions;
    if (isEnter && active && active.entry === this.#wholeCommand()) {
      event.preventDefault();
      this.#beginWhole(active.entry);
    } else if ((isEnter || isPlainTab) && active) {
      event.preventDefault();
      active.onChoose();
    } else if (isEnter) {
      event.preventDefault();
      void this.#sendPlain();
    } else if (event.key === "Escape") {
      if (this.#suggestions.isOpen) this.#suggestions.hide();
      else this.#draft.setReply(null);
    }
  }

  #addFiles(files) {
    const left = files.filter((file) => !this.#line.isActive || !this.#line.takeFile(file));
    this.#draft.addFiles(left);
  }
}

function commandLook({ name, description }) {
  return [
    avatar({ id: "app", name: "Atelier", isBot: true, size: 26 }),
    el(
      "span",
      { class: "suggestion-two" },
      el("span", { class: "suggestion-name" }, `/${name}`),
      el("span", { class: "suggestion-words" }, description),
    ),
  ];
}
