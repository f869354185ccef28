import { el } from "../shared/dom.js";
import { icon } from "../shared/icons.js";

/** A titled part of the panel. */
export function card({ title, className, note, body }) {
  const id = `card-${className}`;
  return el(
    "section",
    { class: `card card-${className}`, "aria-labelledby": id },
    el("div", { class: "card-head" }, el("h3", { id }, title), note),
    body,
  );
}

/** Which chat something belongs to: the mark of its pane, small. */
export function platformMark(platform) {
  const isDiscord = platform === "discord";
  return el(
    "span",
    { class: `platform platform-${platform}`, title: isDiscord ? "Discord" : "Telegram" },
    icon(isDiscord ? "hash" : "chat", { size: 11 }),
    el("span", { class: "unseen" }, isDiscord ? "Discord" : "Telegram"),
  );
}
