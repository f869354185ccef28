import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { exactTime } from "../shared/time.js";
import { card, platformMark } from "./card.js";

const SHOWN = 60;

/** What the bot sent to the platforms, newest first. */
export function createCalls() {
  const body = el("tbody");
  const rows = createKeyedList(body, {
    keyOf: ({ key }) => key,
    versionOf: ({ key }) => key,
    render: renderCall,
  });
  const table = el(
    "table",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ["Time", "Call", "Status"].map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    body,
  );
  return {
    element: card({
      title: "Sent to the platforms",
      className: "calls",
      body: el(
        "div",
        {
          class: "table-wrap",
          tabindex: "0",
          role: "group",
          "aria-label": "Sent to the platforms",
        },
        table,
      ),
    }),
    update({ discord, telegram }) {
      const calls = [...discord.calls.map(fromDiscord), ...telegram.calls.map(fromTelegram)];
      calls.sort((one, other) =>
        one.at < other.at ? 1 : one.at > other.at ? -1 : other.id - one.id,
      );
      rows.update(calls.slice(0, SHOWN));
    },
  };
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
    "tr",
    { class: status >= 400 ? "is-refused" : "" },
    el("td", { class: "time" }, exactTime(at)),
    el(
      "td",
      { class: "call" },
      platformMark(platform),
      " ",
      el("code", {}, name),
      summary && el("span", { class: "summary" }, summary),
    ),
    el("td", { class: "amount" }, String(status)),
  );
}
