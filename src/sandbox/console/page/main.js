import { DiscordPane } from "./discord/pane.js";
import { createHeader } from "./header.js";
import { InsidePanel } from "./inside/panel.js";
import { el } from "./shared/dom.js";
import { createLightbox } from "./shared/lightbox.js";
import { follow } from "./shared/server.js";
import { Store } from "./shared/store.js";
import { createToasts } from "./shared/toast.js";
import { createTries } from "./shared/tries.js";
import { createTabs } from "./tabs.js";
import { TelegramPane } from "./telegram/pane.js";

const store = new Store();
const toasts = createToasts();
const lightbox = createLightbox();
const deps = { store, toasts, lightbox, renderTries: createTries() };

const discord = new DiscordPane(deps);
const telegram = new TelegramPane(deps);
const inside = new InsidePanel(deps);

store.onEvent({
  discord(event) {
    if (event.type === "message_created") discord.markNews(event.message);
  },
  telegram(event) {
    if (event.kind === "message") telegram.markNews(event.message);
    if (event.kind === "reply_asked") telegram.openReply(event);
  },
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
