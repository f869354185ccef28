import type { RichText, TextPart } from "../presentation/chat-view.js";

/** What Discord reads as markup anywhere in a line: emphasis, code, spoilers, links, mentions, timestamps, channels. */
const MARKUP = /[\\*_~`|[\]<>@#]/g;
/** What it reads as a list or small print at the start of a line. */
const LIST_MARK = /^(\s*)([-+])/gm;
const NUMBERED_LIST = /^(\s*\d+)\./gm;
/** An address becomes a link by itself. */
const ADDRESS = /\b(https?|discord|steam|ftp)(:\/\/)/gi;
/** Marks that reorder the text around them, so that one thing would be read and another meant. */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text that shows exactly as it was typed and does nothing: no formatting, no link, no ping.
 * A backslash before any punctuation mark makes it plain: https://support.discord.com/hc/articles/210298617
 */
export function escapeText(text: string): string {
  return text
    .replace(REORDERING, "")
    .replace(MARKUP, "\\$&")
    .replace(LIST_MARK, "$1\\$2")
    .replace(NUMBERED_LIST, "$1\\.")
    .replace(ADDRESS, "$1\\$2");
}

/** @param maxLength where the result is cut; never within an escape. */
export function renderText(text: RichText, maxLength: number): string {
  let rendered = "";
  for (const part of text) {
    const isQuote = typeof part !== "string" && "quote" in part;
    // A quote begins a line of its own.
    if (isQuote && rendered !== "" && !rendered.endsWith("\n")) rendered += "\n";
    rendered += renderPart(part);
  }
  return cut(rendered.trim(), maxLength);
}

function renderPart(part: TextPart): string {
  if (typeof part === "string") return escapeText(part);
  if ("bold" in part) return part.bold === "" ? "" : `**${escapeText(part.bold)}**`;
  if ("code" in part) return renderCode(part.code);
  return part.quote
    .split("\n")
    .map((line) => `> ${escapeText(line)}`)
    .join("\n");
}

/** Nothing can be escaped inside a code span, so what would end it is replaced by its look-alike. */
function renderCode(code: string): string {
  const plain = code.replace(REORDERING, "").replaceAll("`", "ˋ");
  return plain.trim() === "" ? "" : `\`${plain}\``;
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const kept = text.slice(0, maxLength - 1);
  return `${kept.replace(/(\\|[\uD800-\uDBFF])+$/, "")}…`;
}
