import { avatar } from "../shared/avatar.js";
import { el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { channelsOf, guildsOf } from "./discord-state.js";

/** The servers at the left edge, and the channels of the chosen one beside them. */
export function createSidebar({ onGuild, onChannel }) {
  const rail = el("nav", { class: "rail", "aria-label": "Servers" });
  const title = el("div", { class: "side-title" });
  const list = el("div", { class: "side-list" });
  const side = el("nav", { class: "side", "aria-label": "Channels" }, title, list);
  let shown = "";

  function railButton({ id, name, isChosen, hasNews, content }) {
    return el(
      "button",
      {
        type: "button",
        class: hasNews ? "rail-button has-news" : "rail-button",
        "aria-current": isChosen ? "true" : null,
        "aria-label": name,
        title: name,
        on: { click: () => onGuild(id) },
      },
      content,
    );
  }

  function channelButton(channel, view, { world, news }) {
    const { label, mark } = channelLook(channel, world);
    return el(
      "button",
      {
        type: "button",
        class: news.has(channel.id) ? "channel has-news" : "channel",
        "aria-current": channel.id === view.channelId ? "page" : null,
        on: { click: () => onChannel(channel.id) },
      },
      mark,
      el("span", { class: "channel-name" }, label),
    );
  }

  return {
    rail,
    side,
    update(world, view, news) {
      const version = JSON.stringify([world, view, [...news]]);
      if (version === shown) return;
      shown = version;
      const guilds = guildsOf(world, view.userId);
      const channels = channelsOf(world, view);
      const newsIn = (guildId) =>
        channelsOf(world, { userId: view.userId, guildId }).some(({ id }) => news.has(id));
      replace(
        rail,
        railButton({
          id: null,
          name: "Direct messages",
          isChosen: view.guildId === null,
          hasNews: newsIn(null),
          content: icon("chat", { size: 22 }),
        }),
        el("span", { class: "rail-line" }),
        guilds.map(({ id, name }) =>
          railButton({
            id,
            name,
            isChosen: id === view.guildId,
            hasNews: newsIn(id),
            content: initials(name),
          }),
        ),
      );
      const guild = guilds.find(({ id }) => id === view.guildId);
      replace(title, guild?.name ?? "Direct messages");
      replace(
        list,
        channels.map((channel) => channelButton(channel, view, { world, news })),
      );
    },
  };
}

export function channelLook(channel, world) {
  if (channel.kind === "direct_message") {
    const { botUserId, botName } = world.application;
    return {
      label: botName,
      mark: avatar({ id: botUserId, name: botName, isBot: true, size: 20 }),
    };
  }
  if (channel.kind === "group") return { label: channel.name, mark: icon("people", { size: 18 }) };
  return { label: channel.name, mark: icon("hash", { size: 18 }) };
}

function initials(name) {
  const words = name.split(/\s+/);
  return words.length > 1 ? words.map(([letter]) => letter).join("") : name.slice(0, 2);
}
