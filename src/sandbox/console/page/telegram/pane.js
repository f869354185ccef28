import { avatar } from "../shared/avatar.js";
import { append, el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { createPeopleSwitch } from "../shared/people-switch.js";
import { act } from "../shared/server.js";
import { createAnswers } from "./alert.js";
import { createBubbleList } from "./bubble-list.js";
import { createChatList } from "./chat-list.js";
import { TelegramComposer } from "./composer.js";
import { keyOf, roleOf } from "./telegram-state.js";
import { TelegramView } from "./view.js";

const ROLE_NAMES = { creator: "Owner", administrator: "Admin", member: "" };
const ACTIONS = {
  typing: "typing",
  upload_photo: "sending a photo",
  upload_document: "sending a file",
};

/** The part of the page that looks and behaves like Telegram. */
export class TelegramPane {
  #deps;
  #view = new TelegramView();
  #pending = new Set();
  #answers = createAnswers();
  #people;
  #chats;
  #list;
  #composer;
  #side = el("div", { class: "side-wrap" });
  #heading = el("div", { class: "chat-heading" });
  #toggle = el(
    "button",
    {
      type: "button",
      class: "side-toggle",
      "aria-label": "Show Telegram chats",
      "aria-expanded": "false",
      on: { click: () => this.#setSideOpen(!this.#side.classList.contains("is-open")) },
    },
    icon("menu"),
  );

  /** @param deps `{ store, toasts, lightbox, renderTries }` */
  constructor(deps) {
    this.#deps = deps;
    this.#people = createPeopleSwitch({
      label: "Who you are on Telegram",
      onChoose: (userId) => this.#go({ userId }),
    });
    this.#chats = createChatList({ onChat: (place) => this.#go(place) });
    this.#composer = new TelegramComposer({
      getCommands: () =>
        this.#act("commands", { userId: this.#view.userId, chatId: this.#view.chatId }),
      onSend: (message) => this.#send(message),
    });
    this.#list = createBubbleList({
      onStart: () => this.#send({ text: "/start", files: [] }),
      context: {
        isPending: (message, data) => this.#pending.has(`${keyOf(message)} ${data}`),
        onPress: (message, data) => this.#press(message, data),
        onCommand: (text) => this.#send({ text, files: [] }),
        onReply: (message) => this.#composer.reply(message),
        onDelete: ({ chat, message_id: messageId }) =>
          this.#act("delete", { chatId: chat.id, messageId }),
        openPicture: deps.lightbox.open,
      },
    });
    this.element = this.#render();
    deps.store.subscribe(({ telegram }) => telegram && this.#update(telegram));
  }

  /** A message elsewhere lights up its chat. */
  markNews(message) {
    const threadId = threadOf(message);
    if (!this.#isHere(message)) this.#view.news.add(`${message.chat.id}:${threadId}`);
  }

  /** The bot wants an answer: the field opens by itself, for the person it asked. */
  openReply({ message, isSelective, placeholder }) {
    const asked = message.reply_to_message?.from?.id;
    const isForMe = !isSelective || asked === undefined || asked === this.#view.userId;
    if (this.#isHere(message) && isForMe)
      this.#composer.reply(message, { isAsked: true, placeholder });
  }

  #isHere(message) {
    return message.chat.id === this.#view.chatId && threadOf(message) === this.#view.threadId;
  }

  #render() {
    return el(
      "section",
      { class: "pane telegram", "aria-label": "Telegram", id: "telegram" },
      el(
        "header",
        { class: "pane-bar" },
        el("span", { class: "pane-mark" }, icon("chat", { size: 17 })),
        el("h2", {}, "Telegram"),
        this.#people.element,
      ),
      el(
        "div",
        { class: "pane-body" },
        append(this.#side, [this.#chats.element]),
        el(
          "div",
          { class: "chat" },
          el("div", { class: "chat-bar" }, this.#toggle, this.#heading),
          this.#list.element,
          this.#answers.toast,
          this.#deps.renderTries((text) => this.#composer.fill(text)),
          this.#composer.element,
        ),
      ),
      this.#answers.dialog,
    );
  }

  #setSideOpen(isOpen) {
    this.#side.classList.toggle("is-open", isOpen);
    this.#toggle.setAttribute("aria-expanded", isOpen ? "true" : "false");
  }

  #go(change) {
    const { store } = this.#deps;
    if (change.chatId) this.#setSideOpen(false);
    if (this.#view.go(change, store.state.telegram)) this.#composer.clear();
    store.notify();
  }

  #act(action, input, files) {
    return this.#deps.toasts.guard(() => act(`telegram/${action}`, input, files));
  }

  #send({ text, files, replyTo, as }) {
    const post = { ...this.#view.place, replyTo };
    if (files.length === 0) return this.#act("send", { ...post, text });
    const parts = files.map((file, index) => ({ name: `file-${index}`, file }));
    // What is no picture cannot be sent as a photo.
    const kind = files.every(({ type }) => type.startsWith("image/")) ? as : "document";
    return this.#act("send_files", { ...post, caption: text, as: kind }, parts);
  }

  async #press(message, data) {
    const key = `${keyOf(message)} ${data}`;
    this.#pending.add(key);
    this.#deps.store.notify();
    const press = { chatId: message.chat.id, messageId: message.message_id, data };
    const answer = await this.#act("press", { userId: this.#view.userId, ...press });
    this.#pending.delete(key);
    this.#deps.store.notify();
    if (answer) this.#answers.show(answer);
  }

  #update(state) {
    this.#view.go({}, state);
    const { userId, chatId } = this.#view;
    const chat = state.chats.find((entry) => entry.chat.id === chatId);
    const group = state.chats.find((entry) => entry.chat.type !== "private");
    this.#people.update(
      state.people.map(({ id, first_name: name }) => ({
        id,
        name,
        role: group ? ROLE_NAMES[roleOf(state, { userId: id, chatId: group.chat.id })] : "",
      })),
      userId,
    );
    this.#chats.update(state, this.#view.place, this.#view.news);
    this.#drawHeading(state, chat);
    const isPrivate = chat?.chat.type === "private";
    this.#list.update(state, { view: this.#view.place, isPrivate, pending: this.#pending });
  }

  #drawHeading(state, chat) {
    if (!chat) return;
    const { bot } = state;
    const isPrivate = chat.chat.type === "private";
    const topic = chat.topics.find(({ threadId }) => threadId === this.#view.threadId);
    const title = isPrivate ? bot.first_name : (topic?.name ?? "General");
    const about = isPrivate ? "bot" : `${chat.title} · ${chat.members.length} members`;
    const action = state.actions.get(chat.chat.id);
    const isActive = action !== undefined && action.until > Date.now();
    const words = isActive ? `${bot.first_name} is ${ACTIONS[action.action] ?? "busy"}…` : about;
    const version = JSON.stringify([title, words]);
    if (this.#heading.dataset.version === version) return;
    this.#heading.dataset.version = version;
    replace(
      this.#heading,
      isPrivate
        ? avatar({ id: bot.id, name: bot.first_name, isBot: true, size: 36 })
        : avatar({ id: chat.chat.id, name: chat.title, size: 36 }),
      el(
        "span",
        { class: "heading-words" },
        el("strong", {}, title),
        el("span", { class: isActive ? "is-acting" : "" }, words),
      ),
    );
  }
}

function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : undefined;
}
