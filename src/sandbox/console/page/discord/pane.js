import { append, el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { createPeopleSwitch } from "../shared/people-switch.js";
import { act } from "../shared/server.js";
import { CommandMenu } from "./command-menu.js";
import { messageEntries } from "./command-model.js";
import { DiscordComposer } from "./composer.js";
import { roleNames } from "./discord-state.js";
import { Interactions } from "./interactions.js";
import { createMessageList } from "./message-list.js";
import { channelLook, createSidebar } from "./sidebar.js";
import { DiscordView } from "./view.js";

/** The part of the page that looks and behaves like Discord. */
export class DiscordPane {
  #deps;
  #view = new DiscordView();
  #commands;
  #interactions;
  #people;
  #sidebar;
  #list;
  #composer;
  #side = el("div", { class: "side-wrap" });
  #heading = el("div", { class: "chat-heading" });
  #toggle = el(
    "button",
    {
      type: "button",
      class: "side-toggle",
      "aria-label": "Show servers and channels",
      "aria-expanded": "false",
      on: { click: () => this.#setSideOpen(!this.#side.classList.contains("is-open")) },
    },
    icon("menu"),
  );

  /** @param deps `{ store, toasts, lightbox, renderTries }` */
  constructor(deps) {
    const { store, toasts } = deps;
    this.#deps = deps;
    this.#commands = new CommandMenu(deps);
    this.#interactions = new Interactions({ store, toasts, view: this.#view });
    this.#people = createPeopleSwitch({
      label: "Who you are on Discord",
      onChoose: (userId) => this.#go({ userId }),
    });
    this.#sidebar = createSidebar({
      onGuild: (guildId) => this.#go({ guildId }),
      onChannel: (channelId) => this.#go({ channelId }),
    });
    this.#list = createMessageList((message) => this.#contextOf(message));
    this.#composer = new DiscordComposer({
      getPlace: () => ({
        world: store.state.discord.world,
        guildId: this.#view.guildId,
        ...this.#view.place,
      }),
      getCommands: () => this.#commands.read(this.#view),
      autocomplete: (run) => this.#interactions.autocomplete(run),
      onRun: (run) => this.#interactions.run(run),
      onSend: (message) => this.#send(message),
    });
    this.element = this.#render();
    store.subscribe(({ discord }) => discord && this.#update(discord));
  }

  /** A message elsewhere lights up its channel. */
  markNews(message) {
    if (message.channelId !== this.#view.channelId) this.#view.news.add(message.channelId);
  }

  #render() {
    return el(
      "section",
      { class: "pane discord", "aria-label": "Discord", id: "discord" },
      el(
        "header",
        { class: "pane-bar" },
        el("span", { class: "pane-mark" }, icon("hash", { size: 18 })),
        el("h2", {}, "Discord"),
        this.#people.element,
      ),
      el(
        "div",
        { class: "pane-body" },
        append(this.#side, [this.#sidebar.rail, this.#sidebar.side]),
        el(
          "div",
          { class: "chat" },
          el("div", { class: "chat-bar" }, this.#toggle, this.#heading),
          this.#list.element,
          this.#deps.renderTries((text) => this.#composer.fill(text)),
          this.#composer.element,
          this.#list.typing,
        ),
      ),
      this.#interactions.modalElement,
    );
  }

  #setSideOpen(isOpen) {
    this.#side.classList.toggle("is-open", isOpen);
    this.#toggle.setAttribute("aria-expanded", isOpen ? "true" : "false");
  }

  #go(change) {
    const { store } = this.#deps;
    const isElsewhere = this.#view.go(change, store.state.discord.world);
    if (change.channelId) this.#setSideOpen(false);
    if (isElsewhere) this.#composer.clear();
    store.notify();
  }

  #send({ content, files, replyTo }) {
    const message = { ...this.#view.place, content, replyTo };
    const parts = files.map((file, index) => ({ name: `file-${index}`, file }));
    return this.#deps.toasts.guard(() => act("discord/send", message, parts));
  }

  #delete(messageId) {
    return this.#deps.toasts.guard(() => act("discord/delete", { messageId }));
  }

  #contextOf(message) {
    const { store, lightbox } = this.#deps;
    const { pending } = this.#interactions;
    return {
      world: store.state.discord.world,
      userId: this.#view.userId,
      isPending: (customId) => pending.has(`${message.id} ${customId}`),
      onPress: (customId) => this.#interactions.press(message, customId),
      onSelect: (customId, values) => this.#interactions.select(message, customId, values),
      openPicture: lightbox.open,
      onReply: (replied) => this.#composer.reply(replied),
      onDelete: (messageId) => this.#delete(messageId),
      apps: messageEntries(this.#commands.peek(this.#view) ?? []),
      onApp: (target, name) => this.#interactions.runOn(target, name),
    };
  }

  #update(state) {
    const { world } = state;
    this.#view.go({}, world);
    void this.#commands.read(this.#view);
    const { userId, guildId, channelId, news } = this.#view;
    this.#people.update(
      world.users.map(({ id, name }) => ({
        id,
        name,
        role: roleNames(world, { userId: id, guildId }).join(", "),
      })),
      userId,
    );
    this.#sidebar.update(world, { userId, guildId, channelId }, news);
    this.#drawHeading(world.channels.find(({ id }) => id === channelId));
    this.#list.update(state, {
      place: this.#view.place,
      pending: this.#interactions.pending,
      failures: this.#interactions.failures,
      appNames: (this.#commands.peek(this.#view) ?? []).map(({ name }) => name),
    });
  }

  #drawHeading(channel) {
    if (!channel) return;
    const { label, mark } = channelLook(channel, this.#deps.store.state.discord.world);
    replace(this.#heading, mark, el("strong", {}, label));
    this.#composer.setPlaceholder(`Message ${channel.kind === "guild" ? "#" : "@"}${label}`);
  }
}
