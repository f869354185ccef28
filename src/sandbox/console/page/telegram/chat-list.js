import { avatar } from "../shared/avatar.js";
import { el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { wordsOf } from "./bubble.js";
import { chatsOf, messagesIn } from "./telegram-state.js";

/** The chats of a person: the one with the bot, and groups with their topics. */
export function createChatList({ onChat }) {
  const list = el("div", { class: "chat-list-items" });
  const element = el("nav", { class: "chat-list", "aria-label": "Telegram chats" }, list);
  let shown = "";

  function row({ place, view, title, mark, className, state, news }) {
    const isChosen = place.chatId === view.chatId && place.threadId === view.threadId;
    const last = messagesIn(state, place).at(-1);
    const hasNews = news.has(`${place.chatId}:${place.threadId}`);
    return el(
      "button",
      {
        type: "button",
        class: hasNews ? `${className} has-news` : className,
        "aria-current": isChosen ? "page" : null,
        on: { click: () => onChat(place) },
      },
      mark,
      el(
        "span",
        { class: "chat-words" },
        el("span", { class: "chat-name" }, title),
        el(
          "span",
          { class: "chat-last" },
          last ? wordsOf(last).split("\n")[0].slice(0, 60) : "No messages yet",
        ),
      ),
    );
  }

  function rowsOf({ chat, title, topics }, context) {
    const { bot } = context.state;
    if (chat.type === "private") {
      const mark = avatar({ id: bot.id, name: bot.first_name, isBot: true, size: 38 });
      const place = { chatId: chat.id, threadId: undefined };
      return row({ ...context, place, title: bot.first_name, mark, className: "chat-row" });
    }
    const head = el(
      "div",
      { class: "group-head" },
      avatar({ id: chat.id, name: title, size: 30 }),
      el("span", { class: "chat-name" }, title),
    );
    const places = [{ threadId: undefined, name: "General" }, ...topics];
    return [
      head,
      places.map(({ threadId, name }) =>
        row({
          ...context,
          place: { chatId: chat.id, threadId },
          title: name,
          mark: icon(threadId === undefined ? "hash" : "topic", { size: 18 }),
          className: "topic-row",
        }),
      ),
    ];
  }

  return {
    element,
    update(state, view, news) {
      const chats = chatsOf(state, view.userId);
      const lasts = chats.map(({ chat }) =>
        [...state.messages.values()].filter((each) => each.chat.id === chat.id).at(-1),
      );
      const version = JSON.stringify([chats, view, lasts, state.messages.size, [...news]]);
      if (version === shown) return;
      shown = version;
      replace(
        list,
        chats.map((chat) => rowsOf(chat, { state, view, news })),
      );
    },
  };
}
