import { el, replace } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { followEnd } from "../shared/scroll.js";
import { dayName } from "../shared/time.js";
import { renderBubble } from "./bubble.js";
import { keyOf, messagesIn } from "./telegram-state.js";

/** Messages of one sender within this time hang together. */
const GROUPING_SECONDS = 10 * 60;

/** The bubbles of a chat, kept at the newest while one reads there. */
export function createBubbleList({ context, onStart }) {
  const empty = el("div", { class: "empty-chat" });
  const items = el("div", { class: "rows" });
  const content = el("div", { class: "bubbles-content" }, empty, items);
  const scroller = el(
    "div",
    { class: "bubbles", role: "log", "aria-label": "Telegram messages", tabindex: "0" },
    content,
  );
  const follow = followEnd(scroller, content);
  const list = createKeyedList(items, {
    keyOf: ({ key }) => key,
    versionOf: ({ version }) => version,
    render: (entry) =>
      entry.day
        ? el("div", { class: "day" }, el("span", {}, entry.day))
        : renderBubble(entry, context),
  });
  let shownPlace = "";
  let shownEmpty = "";

  return {
    element: scroller,
    update(state, { view, isPrivate, pending }) {
      const place = `${view.userId} ${view.chatId} ${view.threadId}`;
      if (shownPlace !== place) follow.jump();
      shownPlace = place;
      const messages = messagesIn(state, view);
      list.update(toEntries(messages, { state, view, isPrivate, pending }));
      const version = `${isPrivate} ${messages.length === 0}`;
      if (shownEmpty === version) return;
      shownEmpty = version;
      empty.hidden = messages.length > 0;
      replace(empty, isPrivate ? startCard(onStart) : el("p", {}, "No messages here yet…"));
    },
  };
}

function startCard(onStart) {
  return [
    el("strong", {}, "What can this bot do?"),
    el("p", {}, "Make pictures from words: type what you would like to see."),
    el("button", { type: "button", class: "start-button", on: { click: onStart } }, "Start"),
  ];
}

function toEntries(messages, extra) {
  const groups = groupAlbums(messages);
  const entries = [];
  let lastDay = "";
  for (const [index, group] of groups.entries()) {
    const day = dayName(group[0].date * 1000);
    if (day !== lastDay) entries.push({ key: `day ${day}`, version: day, day });
    lastDay = day;
    entries.push(toEntry(group, { ...extra, before: groups[index - 1], after: groups[index + 1] }));
  }
  return entries;
}

function groupAlbums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const albumId = message.media_group_id;
    if (albumId !== undefined && last?.[0].media_group_id === albumId) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function toEntry(messages, { state, view, isPrivate, pending, before, after }) {
  const [first] = messages;
  const entry = {
    messages,
    isOwn: first.from?.id === view.userId,
    isGroup: !isPrivate,
    isFirst: !hangsTogether(before, messages),
    isLast: !hangsTogether(messages, after),
    reaction: state.reactions.get(keyOf(first)),
  };
  const waiting = [...pending].filter((key) => key.startsWith(`${keyOf(messages.at(-1))} `));
  return { ...entry, key: keyOf(first), version: JSON.stringify([entry, waiting]) };
}

function hangsTogether(one, other) {
  if (!one || !other || one[0].from?.id !== other[0].from?.id) return false;
  return other[0].date - one[0].date < GROUPING_SECONDS;
}
