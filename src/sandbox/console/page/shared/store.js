import { applyDiscord, toDiscordState } from "../discord/discord-state.js";
import { applyTelegram, toTelegramState } from "../telegram/telegram-state.js";

/** What the page knows. Listeners are called once per frame, however much has changed. */
export function createStore() {
  const listeners = new Set();
  const state = { isConnected: false, discord: null, telegram: null, inside: null };
  let isScheduled = false;
  let told = null;

  function notify() {
    if (isScheduled) return;
    isScheduled = true;
    // A hidden tab draws no frames but should be up to date when it is looked at.
    const schedule = document.hidden ? setTimeout : requestAnimationFrame;
    schedule(() => {
      isScheduled = false;
      for (const listener of listeners) listener(state);
    });
  }

  return {
    state,
    notify,
    subscribe(listener) {
      listeners.add(listener);
    },
    /** Hears of each new message by itself: `{ discord(message), telegram(message) }`. */
    onMessage(handlers) {
      told = handlers;
    },
    setConnected(isConnected) {
      state.isConnected = isConnected;
      notify();
    },
    apply(kind, data) {
      applyTo(state, kind, data);
      if (kind === "discord" && data.type === "message_created") told?.discord(data.message);
      if (kind === "telegram" && data.kind === "message") told?.telegram(data.message);
      notify();
    },
  };
}

function applyTo(state, kind, data) {
  if (kind === "snapshot") {
    state.discord = toDiscordState(data.discord);
    state.telegram = toTelegramState(data.telegram);
    state.inside = data.inside;
    return;
  }
  if (kind === "inside") state.inside = data;
  if (kind === "discord_world" && state.discord) state.discord.world = data;
  if (kind === "telegram_chats" && state.telegram) state.telegram.chats = data;
  if (kind === "discord" && state.discord) applyDiscord(state.discord, data);
  if (kind === "telegram" && state.telegram) applyTelegram(state.telegram, data);
}
