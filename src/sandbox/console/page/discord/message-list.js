import { el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { followEnd } from "../shared/scroll.js";
import { dayName } from "../shared/time.js";
import { failuresIn, messagesIn } from "./discord-state.js";
import { renderMessage } from "./message.js";

/** A person's next message within this time goes under the same name. */
const GROUPING_MS = 7 * 60_000;

/** The messages of a channel, kept at the newest while one reads there. `contextOf(message)` is what it can do. */
export function createMessageList(contextOf) {
  const welcome = el("div", { class: "welcome" });
  const items = el("div", { class: "message-items" });
  const typing = el("div", { class: "typing", "aria-live": "polite" });
  const content = el("div", {}, welcome, items);
  const scroller = el(
    "div",
    { class: "messages", role: "log", "aria-label": "Discord messages", tabindex: "0" },
    content,
  );
  const follow = followEnd(scroller, content);
  const list = createKeyedList(items, {
    keyOf: ({ key }) => key,
    versionOf: ({ version }) => version,
    render: (entry) =>
      entry.message ? renderMessage(entry, contextOf(entry.message)) : renderFailure(entry),
  });
  let shownPlace = "";

  return {
    element: scroller,
    typing,
    /** @param extra `{ place, pending, failures, appNames }` */
    update(state, extra) {
      const { userId, channelId } = extra.place;
      if (shownPlace !== `${userId} ${channelId}`) {
        shownPlace = `${userId} ${channelId}`;
        replace(welcome, welcomeTo(state.world.channels.find(({ id }) => id === channelId)));
        follow.jump();
      }
      list.update(toEntries(state, extra));
      const isTyping = (state.typing.get(channelId) ?? 0) > Date.now();
      const { botName } = state.world.application;
      replace(typing, isTyping && [el("span", { class: "dots" }), `${botName} is typing…`]);
    },
  };
}

function welcomeTo(channel) {
  const isGuild = channel?.kind === "guild";
  const title = isGuild ? `Welcome to #${channel.name}!` : (channel?.name ?? "");
  return [
    el("div", { class: "welcome-mark" }, icon(isGuild ? "hash" : "chat", { size: 30 })),
    el("h3", {}, title),
    el(
      "p",
      {},
      isGuild ? `This is the start of the #${channel.name} channel.` : "This is where it begins.",
    ),
  ];
}

function toEntries(state, extra) {
  const messages = messagesIn(state, extra.place);
  const entries = messages.map((message, index) =>
    toEntry(message, { state, extra, before: messages[index - 1] }),
  );
  const unanswered = failuresIn(state, extra.place)
    .filter(({ kind }) => /command$/.test(kind))
    .map((record) => toFailure(record, state.world));
  return [...entries, ...unanswered].sort((one, other) => (one.at < other.at ? -1 : 1));
}

function toEntry(message, { state, extra, before }) {
  const interaction = state.interactions.get(message.interactionId) ?? null;
  const repliedId = message.replyTo ?? interaction?.sourceMessageId;
  const entry = {
    message,
    interaction,
    replied: repliedId ? (state.messages.get(repliedId) ?? null) : null,
    isGrouped: !repliedId && !interaction && continues(before, message),
    failure: extra.failures.get(message.id),
  };
  const waiting = [...extra.pending].filter((key) => key.startsWith(`${message.id} `));
  const { place, appNames } = extra;
  const words = { ...entry, interaction: interaction?.kind, replied: entry.replied?.text };
  const version = JSON.stringify([words, waiting, place.userId, appNames]);
  return { ...entry, key: message.id, at: message.createdAt, version };
}

function continues(before, message) {
  if (!before || before.authorId !== message.authorId || before.interactionId) return false;
  if (before.isEphemeral || dayName(before.createdAt) !== dayName(message.createdAt)) return false;
  return Date.parse(message.createdAt) - Date.parse(before.createdAt) < GROUPING_MS;
}

function toFailure(record, world) {
  const user = world.users.find(({ id }) => id === record.userId);
  return {
    key: `failure ${record.id}`,
    at: record.createdAt,
    version: record.state,
    text: `${user?.name ?? "You"} used /${record.name}`,
  };
}

function renderFailure({ text }) {
  return el(
    "article",
    { class: "message is-ephemeral is-failed" },
    el(
      "div",
      { class: "message-body" },
      el("div", { class: "origin" }, text),
      el("div", { class: "interaction-failed" }, "The application did not respond"),
    ),
  );
}
