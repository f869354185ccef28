import { act } from "../shared/server.js";

/** Menus by person and place, asked for again when the bot changes its commands. */
export class CommandMenu {
  #known = new Map();
  #store;
  #toasts;

  constructor({ store, toasts }) {
    this.#store = store;
    this.#toasts = toasts;
  }

  /** What is known already; undefined while the answer is on its way. */
  peek(view) {
    return this.#known.get(this.#keyOf(view))?.list;
  }

  read(view) {
    const key = this.#keyOf(view);
    if (!this.#known.has(key)) this.#known.set(key, this.#ask(view));
    return this.#known.get(key).asked;
  }

  #ask({ userId, channelId }) {
    const entry = { list: undefined, asked: null };
    const asking = this.#toasts.guard(() => act("discord/commands", { userId, channelId }));
    entry.asked = asking.then((list) => {
      entry.list = list;
      if (list) this.#store.notify();
      return list;
    });
    return entry;
  }

  #keyOf({ userId, channelId }) {
    return `${userId} ${channelId} ${this.#store.state.discord.commandsVersion}`;
  }
}
