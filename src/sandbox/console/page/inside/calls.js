import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { exactTime } from "../shared/time.js";
import { card, platformMark } from "./card.js";

const SHOWN = 60;

/** What the bot sent to the platforms, newest first. */
export function createCalls() {
  const list = el("div", {
    class: "calls",
    role: "log",
    tabindex: "0",
    "aria-label": "Sent to the platforms",
  });
  const rows = createKeyedList(list, {
    keyOf: ({ key }) => key,
    versionOf: ({ key }) => key,
    render: renderCall,
  });
  return {
    element: card({ title: "Sent to the platforms", className: "calls", body: list }),
    update({ discord, telegram }) {
      const calls = [...discord.calls.map(fromDiscord), ...telegram.calls.map(fromTelegram)];
      calls.sort(byTimeDown);
      rows.update(calls.slice(0, SHOWN));
    },
  };
}

function byTimeDown(one, other) {
  if (one.at === other.at) return other.id - one.id;
  return one.at < other.at ? 1 : -1;
}

function fromDiscord({ id, at, method, route, status, summary }) {
  const name = `${method} ${route}`;
  return { key: `discord ${id}`, id, at, platform: "discord", name, status, summary };
}

function fromTelegram({ id, at, method, status, summary, description }) {
  const words = description ?? summary;
  return {
    key: `telegram ${id}`,
    id,
    at,
    platform: "telegram",
    name: method,
    status,
    summary: words,
  };
}

function renderCall({ at, platform, name, status, summary }) {
  return el(
    "div",
    { class: status >= 400 ? "call is-refused" : "call", title: `${name}\n${summary}` },
    platformMark(platform),
    el("code", {}, name),
    el("span", { class: "call-status" }, String(status)),
    el("span", { class: "summary" }, [exactTime(at), summary].filter(Boolean).join(" · ")),
  );
}
