import { el } from "../shared/dom.js";
import { clockTime, dayName } from "../shared/time.js";

/**
 * Discord's formatting as far as bots use it, as nodes. Source: support.discord.com/hc/articles/210298617.
 *
 * @param {string} text
 * @param {object} world for the names behind mentions
 */
export function renderMarkdown(text, world) {
  return blocksOf(text).map((block) => renderBlock(block, world));
}

/** Lines of one kind together: code fences, quotes, headings, small print, list items, and plain lines. */
function blocksOf(text) {
  const blocks = [];
  const lines = text.split("\n");
  while (lines.length > 0) {
    const line = lines.shift();
    if (line.startsWith("```")) {
      blocks.push({ kind: "fence", text: takeFence(line, lines) });
      continue;
    }
    const block = lineBlock(line);
    const last = blocks.at(-1);
    const joins = ["plain", "quote"].includes(block.kind) && last?.kind === block.kind;
    if (joins) last.text += `\n${block.text}`;
    else blocks.push(block);
  }
  return blocks;
}

function takeFence(first, lines) {
  const opening = first.slice(3);
  if (opening.endsWith("```")) return opening.slice(0, -3);
  const inside = [];
  while (lines.length > 0) {
    const line = lines.shift();
    if (line.endsWith("```")) {
      inside.push(line.slice(0, -3));
      break;
    }
    inside.push(line);
  }
  const isLanguage = /^[a-z0-9+-]*$/i.test(opening);
  return [...(isLanguage ? [] : [opening]), ...inside].join("\n").replace(/\n$/, "");
}

function lineBlock(line) {
  const heading = /^(#{1,3}) +(.+)$/.exec(line);
  if (heading) return { kind: `heading${heading[1].length}`, text: heading[2] };
  if (line.startsWith("-# ")) return { kind: "subtext", text: line.slice(3) };
  if (line.startsWith("> ")) return { kind: "quote", text: line.slice(2) };
  const item = /^ *[-*] +(.+)$/.exec(line);
  if (item) return { kind: "item", text: item[1] };
  return { kind: "plain", text: line };
}

function renderBlock({ kind, text }, world) {
  if (kind === "fence") return el("pre", {}, el("code", {}, text));
  const words = renderInline(text, world);
  switch (kind) {
    case "heading1":
    case "heading2":
    case "heading3":
      return el("div", { class: `md-${kind}`, role: "heading", "aria-level": kind.at(-1) }, words);
    case "subtext":
      return el("div", { class: "md-subtext" }, words);
    case "quote":
      return el("blockquote", {}, words);
    case "item":
      return el("div", { class: "md-item" }, words);
    default:
      return el("div", { class: "md-plain" }, words);
  }
}

/** The first that fits at a place wins; what is inside is read again where `isNested`. */
const INLINE = [
  { pattern: /\\([^A-Za-z0-9\s])/y, render: ([, mark]) => mark },
  { pattern: /(`+)(.+?)\1(?!`)/sy, render: ([, , code]) => el("code", {}, code) },
  { pattern: /\*\*(.+?)\*\*(?!\*)/sy, tag: "strong" },
  { pattern: /__(.+?)__(?!_)/sy, tag: "u" },
  { pattern: /~~(.+?)~~/sy, tag: "s" },
  { pattern: /\|\|(.+?)\|\|/sy, render: ([, text], world) => spoiler(text, world) },
  { pattern: /\*(?=\S)((?:\\.|[^*\\])+?)\*(?!\*)/sy, tag: "em" },
  { pattern: /_(?=\S)((?:\\.|[^_\\])+?)_(?![A-Za-z0-9_])/sy, tag: "em" },
  {
    pattern: /\[([^\]\n]+)\]\(<?(https?:\/\/[^\s>)]+)>?\)/y,
    render: ([, label, url], world) => link(url, renderInline(label, world)),
  },
  { pattern: /<(https?:\/\/[^\s>]+)>/y, render: ([, url]) => link(url, url) },
  { pattern: /https?:\/\/[^\s<>)\]]+/y, render: ([url]) => link(url, url) },
  { pattern: /<@!?(\d+)>/y, render: ([, id], world) => mention(`@${userName(world, id)}`) },
  { pattern: /<@&(\d+)>/y, render: ([, id], world) => mention(`@${roleName(world, id)}`) },
  { pattern: /<#(\d+)>/y, render: ([, id], world) => mention(`#${channelName(world, id)}`) },
  { pattern: /<\/([^:>]+):\d+>/y, render: ([, name]) => mention(`/${name}`) },
  { pattern: /<t:(-?\d+)(?::[a-zA-Z])?>/y, render: ([, seconds]) => timestamp(Number(seconds)) },
  { pattern: /@(everyone|here)\b/y, render: ([whole]) => mention(whole) },
];

function renderInline(text, world) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain !== "") nodes.push(plain);
    plain = "";
  };
  while (at < text.length) {
    const found = matchAt(text, at);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    const { rule, match } = found;
    at += match[0].length;
    const rendered = rule.tag
      ? el(rule.tag, {}, renderInline(match[1], world))
      : rule.render(match, world);
    if (typeof rendered === "string") plain += rendered;
    else {
      flush();
      nodes.push(rendered);
    }
  }
  flush();
  return nodes;
}

function matchAt(text, at) {
  // Most characters begin nothing.
  if (!"\\`*_~|[<h@".includes(text[at])) return null;
  for (const rule of INLINE) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match) return { rule, match };
  }
  return null;
}

function link(url, label) {
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

function timestamp(seconds) {
  const date = new Date(seconds * 1000);
  return el("span", { class: "timestamp" }, `${dayName(date)} at ${clockTime(date)}`);
}

function spoiler(text, world) {
  const element = el(
    "button",
    { type: "button", class: "spoiler", "aria-label": "Show the spoiler" },
    renderInline(text, world),
  );
  element.addEventListener("click", () => element.classList.add("is-open"));
  return element;
}

function userName(world, id) {
  if (id === world.application.botUserId) return world.application.botName;
  return world.users.find((user) => user.id === id)?.name ?? "unknown-user";
}

function roleName(world, id) {
  const roles = world.guilds.flatMap((guild) => guild.roles);
  return roles.find((role) => role.id === id)?.name ?? "unknown-role";
}

function channelName(world, id) {
  return world.channels.find((channel) => channel.id === id)?.name ?? "unknown";
}
