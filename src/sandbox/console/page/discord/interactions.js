import { act } from "../shared/server.js";
import { createModal } from "./modal.js";

/** What a person does with the bot: commands, buttons, menus and forms, and what comes of each. */
export class Interactions {
  /** `messageId customId` of controls whose answer is on its way. */
  pending = new Set();
  /** What went wrong, by message. */
  failures = new Map();
  #deps;
  #modal;

  /** @param deps `{ store, toasts, view }` */
  constructor(deps) {
    this.#deps = deps;
    this.#modal = createModal({ onSubmit: (form) => this.#submit(form) });
  }

  get modalElement() {
    return this.#modal.element;
  }

  async run({ name, options, files, restore }) {
    const run = { ...this.#deps.view.place, name, options };
    const record = await this.#act("discord/run", run, files);
    if (!record) return restore();
    this.#openModal(record);
  }

  autocomplete(run) {
    return this.#act("discord/autocomplete", { ...this.#deps.view.place, ...run });
  }

  press(message, customId) {
    return this.#use(message, customId, { action: "discord/press", input: {} });
  }

  select(message, customId, values) {
    return this.#use(message, customId, { action: "discord/select", input: { values } });
  }

  async runOn({ id: messageId }, name) {
    const run = { ...this.#deps.view.place, name, messageId };
    this.#openModal(await this.#act("discord/message_command", run));
  }

  async #use(message, customId, { action, input }) {
    const { store, view } = this.#deps;
    const key = `${message.id} ${customId}`;
    this.pending.add(key);
    this.failures.delete(message.id);
    store.notify();
    const use = { userId: view.userId, messageId: message.id, customId, ...input };
    const record = await this.#act(action, use);
    this.pending.delete(key);
    if (record?.state === "failed") this.failures.set(message.id, "This interaction failed");
    this.#openModal(record);
    store.notify();
  }

  async #submit({ interactionId, values, files }) {
    const record = await this.#act("discord/submit", { interactionId, values }, files);
    if (record?.state === "failed") {
      this.#deps.toasts.show("Something went wrong. Try again.", "error");
    }
    return record?.state === "acknowledged";
  }

  #openModal(record) {
    if (record?.modal) this.#modal.open(record, this.#deps.store.state.discord.world);
  }

  #act(action, input, files) {
    return this.#deps.toasts.guard(() => act(action, input, files));
  }
}
