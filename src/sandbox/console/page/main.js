import { DiscordPane } from "./discord/pane.js";
import { createHeader } from "./header.js";
import { InsidePanel } from "./inside/panel.js";
import { el } from "./shared/dom.js";
import { createLightbox } from "./shared/lightbox.js";
import { follow } from "./shared/server.js";
import { createStore } from "./shared/store.js";
import { createToasts } from "./shared/toast.js";
import { createTries } from "./shared/tries.js";
import { createTabs } from "./tabs.js";
import { TelegramPane } from "./telegram/pane.js";

const store = createStore();
const toasts = createToasts();
const lightbox = createLightbox();
const deps = { store, toasts, lightbox, renderTries: createTries() };

const discord = new DiscordPane(deps);
const telegram = new TelegramPane(deps);
const inside = new InsidePanel(deps);

store.onMessage({
  discord: (message) => discord.markNews(message),
  telegram: (message) => telegram.take(message),
});

document
  .querySelector("#console")
  .replaceChildren(
    el("h1", { class: "unseen" }, "Atelier sandbox"),
    createHeader(deps),
    createTabs(["Discord", "Telegram", "Inside"]),
    el("main", { class: "columns" }, discord.element, telegram.element, inside.element),
    toasts.element,
    lightbox.element,
  );
follow(store);
