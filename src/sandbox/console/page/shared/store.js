import { applyDiscord, toDiscordState } from "../discord/discord-state.js";
import { applyTelegram, keyOf, toTelegramState } from "../telegram/telegram-state.js";
import { Pacer } from "./pacer.js";

/** What the page knows. Listeners are called once per frame, however much has changed. */
export class Store {
  state = { isConnected: false, discord: null, telegram: null, inside: null };
  #listeners = new Set();
  #hearers = { discord() {}, telegram() {} };
  #pacer = new Pacer();
  #isScheduled = false;

  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Hears of each event by itself, when the page shows it: `{ discord(event), telegram(event) }`. */
  onEvent(hearers) {
    this.#hearers = hearers;
  }

  setConnected(isConnected) {
    this.state.isConnected = isConnected;
    this.notify();
  }

  notify() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // A hidden tab draws no frames but should be up to date when it is looked at.
    const schedule = document.hidden ? setTimeout : requestAnimationFrame;
    schedule(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener(this.state);
    });
  }

  /** Takes in what the service tells. */
  apply(kind, data) {
    const { state } = this;
    if (kind === "snapshot") {
      this.#pacer.clear();
      state.discord = toDiscordState(data.discord);
      state.telegram = toTelegramState(data.telegram);
      state.inside = data.inside;
    } else if (kind === "inside") state.inside = data;
    else if (kind === "discord_world") state.discord.world = data;
    else if (kind === "telegram_chats") state.telegram.chats = data;
    else if (kind === "discord") this.#takeDiscord(data);
    else if (kind === "telegram") this.#takeTelegram(data);
    this.notify();
  }

  #takeDiscord(event) {
    const { discord } = this.state;
    const { message } = event;
    const id = message?.id ?? event.messageId;
    const apply = () => {
      applyDiscord(discord, event);
      this.#hearers.discord(event);
      this.notify();
    };
    if (event.type === "message_deleted") this.#pacer.drop(`discord ${id}`);
    if (!message) return apply();
    this.#pacer.take(`discord ${id}`, apply, { isPlaceholder: message?.isLoading });
  }

  #takeTelegram(event) {
    const { telegram } = this.state;
    const { message } = event;
    const key = message ? keyOf(message) : event.messageId && `${event.chatId}:${event.messageId}`;
    const apply = () => {
      applyTelegram(telegram, event);
      this.#hearers.telegram(event);
      this.notify();
    };
    if (event.kind === "message_deleted") this.#pacer.drop(`telegram ${key}`);
    if (!["message", "message_edited"].includes(event.kind)) return apply();
    this.#pacer.take(`telegram ${key}`, apply);
  }
}
