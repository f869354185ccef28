import { el } from "../shared/dom.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/**
 * Words with Telegram's formatting as nodes. Entities count UTF-16 units, as strings here do, and nest but never
 * cross: core.telegram.org/bots/api#messageentity.
 */
export function renderEntities(text, entities = [], handlers = {}) {
  const sorted = [...entities].sort(
    (one, other) => one.offset - other.offset || other.length - one.length,
  );
  return renderRange({ text, from: 0, to: text.length }, sorted, handlers);
}

function renderRange({ text, from, to }, entities, handlers) {
  const nodes = [];
  const left = [...entities];
  let at = from;
  while (left.length > 0) {
    const entity = left.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const inside = [];
    while (left.length > 0 && left[0].offset < end) inside.push(left.shift());
    const range = { text, from: entity.offset, to: end };
    const words = text.slice(range.from, end);
    nodes.push(text.slice(at, entity.offset));
    nodes.push(renderEntity(entity, renderRange(range, inside, handlers), { words, ...handlers }));
    // A block ends its line already.
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function renderEntity(entity, children, { words, onCommand }) {
  switch (entity.type) {
    case "bold":
      return el("strong", {}, children);
    case "italic":
      return el("em", {}, children);
    case "underline":
      return el("u", {}, children);
    case "strikethrough":
      return el("s", {}, children);
    case "code":
      return el("code", {}, children);
    case "pre":
      return el("pre", {}, el("code", {}, children));
    case "blockquote":
    case "expandable_blockquote":
      return el("blockquote", {}, children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(/^https?:/i.test(words) ? words : `http://${words}`, children);
    case "bot_command":
      return el(
        "button",
        { type: "button", class: "inline-command", on: { click: () => onCommand?.(words) } },
        children,
      );
    case "mention":
    case "hashtag":
    case "text_mention":
      return el("span", { class: "mention" }, children);
    default:
      return el("span", {}, children);
  }
}

function link(url, children) {
  if (!/^https?:\/\//i.test(url)) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const element = el(
    "button",
    { type: "button", class: "spoiler", "aria-label": "Show the spoiler" },
    children,
  );
  element.addEventListener("click", () => element.classList.add("is-open"));
  return element;
}
