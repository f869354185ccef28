import { el } from "../shared/dom.js";
import { Draft } from "../shared/draft.js";
import { pickFiles, takeFiles } from "../shared/files.js";
import { icon } from "../shared/icons.js";
import { Suggestions } from "../shared/suggestions.js";
import { wordsOf } from "./bubble.js";

/** Where one writes on Telegram. @param deps `{ getCommands, onSend({ text, files, as, replyTo }) }` */
export class TelegramComposer {
  #deps;
  #suggestions = new Suggestions({ label: "Telegram commands" });
  #draft = new Draft();
  #commands = [];
  #field = el("textarea", {
    class: "plain",
    rows: "1",
    placeholder: "Message",
    "aria-label": "Message on Telegram",
  });
  #asFile = el("input", { type: "checkbox" });
  #menu = el(
    "button",
    {
      type: "button",
      class: "menu-button",
      "aria-label": "Bot commands",
      on: { click: () => void this.#toggleMenu() },
    },
    icon("menu", { size: 16 }),
    el("span", {}, "Menu"),
  );

  constructor(deps) {
    this.#deps = deps;
    this.#field.addEventListener("input", () => void this.#onInput());
    this.#field.addEventListener("keydown", (event) => this.#onKey(event));
    this.#field.addEventListener("blur", () => this.#suggestions.hide());
    // A press of the menu must not first close what it is about to close.
    this.#menu.addEventListener("mousedown", (event) => event.preventDefault());
    this.element = this.#render();
    takeFiles(this.element, (files) => this.#draft.addFiles(files));
  }

  async fill(text) {
    this.#field.value = text;
    this.#field.focus();
    await this.#onInput();
  }

  /** @param isAsked true when the bot opened the reply by itself */
  reply(message, { isAsked = false, placeholder = "Message" } = {}) {
    const words = el(
      "span",
      {},
      el(
        "strong",
        {},
        isAsked ? `Answer ${message.from.first_name}` : `Reply to ${message.from.first_name}`,
      ),
      el("span", { class: "reply-text" }, wordsOf(message).split("\n")[0].slice(0, 80)),
    );
    this.#draft.setReply(message, words);
    this.#field.placeholder = placeholder;
    this.#field.focus();
  }

  clear() {
    this.#field.value = "";
    this.#draft.setReply(null);
    this.#draft.takeFiles();
    this.#suggestions.hide();
  }

  #render() {
    const pick = async () => this.#draft.addFiles(await pickFiles({ multiple: true }));
    const onSubmit = (event) => {
      event.preventDefault();
      this.#send(this.#field.value);
    };
    return el(
      "form",
      { class: "composer", on: { submit: onSubmit } },
      this.#suggestions.element,
      this.#draft.replyBar,
      el(
        "div",
        { class: "upload" },
        this.#draft.fileRow,
        el("label", { class: "as-file" }, this.#asFile, " send as file, not compressed"),
      ),
      el(
        "div",
        { class: "composer-row" },
        this.#menu,
        this.#field,
        el(
          "button",
          {
            type: "button",
            class: "round",
            "aria-label": "Attach files on Telegram",
            on: { click: pick },
          },
          icon("clip"),
        ),
        el(
          "button",
          { type: "submit", class: "send", "aria-label": "Send on Telegram" },
          icon("up"),
        ),
      ),
    );
  }

  #send(text) {
    const words = text.trim();
    if (words === "" && !this.#draft.hasFiles) return;
    const files = this.#draft.takeFiles();
    const replyTo = this.#draft.reply?.message_id;
    this.clear();
    this.#field.placeholder = "Message";
    this.#deps.onSend({
      text: words,
      files,
      replyTo,
      as: this.#asFile.checked ? "document" : "photo",
    });
  }

  async #refreshCommands() {
    this.#commands = (await this.#deps.getCommands()) ?? [];
  }

  async #onInput() {
    if (!/^\/\w*$/.test(this.#field.value)) return this.#suggestions.hide();
    await this.#refreshCommands();
    if (/^\/\w*$/.test(this.#field.value))
      this.#showCommands(this.#field.value.slice(1), { isFirstActive: true });
  }

  async #toggleMenu() {
    if (this.#suggestions.isOpen) return this.#suggestions.hide();
    await this.#refreshCommands();
    this.#field.focus();
    this.#showCommands("", { isFirstActive: false });
  }

  #showCommands(typed, { isFirstActive }) {
    const fits = this.#commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
    if (fits.length === 0) return this.#suggestions.hide();
    this.#suggestions.attach(this.#field);
    this.#suggestions.show({
      title: [],
      items: fits.map(({ command, description }) => ({
        command,
        content: [
          el("span", { class: "suggestion-name" }, `/${command}`),
          el("span", { class: "suggestion-words" }, description),
        ],
        onChoose: () => this.#send(`/${command}`),
      })),
      isFirstActive,
    });
  }

  #onKey(event) {
    if (event.isComposing || this.#suggestions.takeArrow(event)) return;
    const { active } = this.#suggestions;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (active) active.onChoose();
      else this.#send(this.#field.value);
    } else if (event.key === "Tab" && !event.shiftKey && active) {
      // As in the apps: Tab completes, so that something can follow the command.
      event.preventDefault();
      this.#field.value = `/${active.command} `;
      this.#suggestions.hide();
    } else if (event.key === "Escape") {
      if (this.#suggestions.isOpen) this.#suggestions.hide();
      else this.#draft.setReply(null);
    }
  }
}
