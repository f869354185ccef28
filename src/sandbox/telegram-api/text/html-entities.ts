import type { MessageEntity } from "grammy/types";
import { type HtmlTag, readTag, unparsable } from "./html-tags.js";

const simpleTypes: ReadonlyMap<string, MessageEntity.CommonMessageEntity["type"]> = new Map([
  ["b", "bold"],
  ["strong", "bold"],
  ["i", "italic"],
  ["em", "italic"],
  ["u", "underline"],
  ["ins", "underline"],
  ["s", "strikethrough"],
  ["strike", "strikethrough"],
  ["del", "strikethrough"],
  ["tg-spoiler", "spoiler"],
  ["span", "spoiler"],
]);

interface OpenTag extends HtmlTag {
  offset: number;
}

/**
 * Reads Telegram's HTML dialect.
 *
 * @throws TelegramRefusal "can't parse entities: …", with the byte offset, as the real parser words it.
 */
export function parseHtml(html: string): { text: string; entities: MessageEntity[] } {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  let text = "";
  let position = 0;

  while (position < html.length) {
    const character = html.charAt(position);
    if (character === "&") {
      const decoded = decodeCharacter(html, position);
      text += decoded.text;
      position = decoded.end;
    } else if (character !== "<") {
      text += character;
      position += 1;
    } else {
      const tag = readTag(html, position);
      position = tag.end;
      if (!tag.isClosing) {
        open.push({ ...tag, offset: text.length });
      } else {
        closeTag({ tag, open, entities, text });
      }
    }
  }

  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    throw unparsable(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  }
  return { text, entities };
}

function closeTag(input: {
  tag: HtmlTag;
  open: OpenTag[];
  entities: MessageEntity[];
  text: string;
}): void {
  const { tag, open, entities, text } = input;
  const started = open.pop();
  if (started === undefined) {
    throw unparsable(`Unexpected end tag at byte offset ${tag.byteOffset}`);
  }
  if (tag.name !== started.name) {
    throw unparsable(
      `Unmatched end tag at byte offset ${tag.byteOffset}, expected "</${started.name}>", found "</${tag.name}>"`,
    );
  }
  const span = { offset: started.offset, length: text.length - started.offset };
  if (span.length === 0) return;
  const entity = toEntity({ tag: started, span, text, isInsidePre: open.at(-1)?.name === "pre" });
  if (started.name === "pre") takeLanguage(entity, entities);
  if (entity !== undefined) entities.push(entity);
}

function toEntity(input: {
  tag: OpenTag;
  span: { offset: number; length: number };
  text: string;
  isInsidePre: boolean;
}): MessageEntity | undefined {
  const { tag, span, text } = input;
  const simple = simpleTypes.get(tag.name);
  if (simple !== undefined) return { type: simple, ...span };
  const attribute = (name: string): string => tag.attributes.get(name) ?? "";
  switch (tag.name) {
    case "a": {
      const url = attribute("href") || text.slice(span.offset, span.offset + span.length);
      return /^(https?|tg|mailto|tel):/i.test(url)
        ? { type: "text_link", url, ...span }
        : undefined;
    }
    case "pre":
      return { type: "pre", ...span };
    case "code": {
      // The language stands on the inner code tag and is handed to the pre around it.
      const language = /^language-(.+)$/.exec(attribute("class"))?.[1];
      return language === undefined || !input.isInsidePre
        ? { type: "code", ...span }
        : { type: "pre", language, ...span };
    }
    case "blockquote":
      return {
        type: tag.attributes.has("expandable") ? "expandable_blockquote" : "blockquote",
        ...span,
      };
    case "tg-emoji":
      return { type: "custom_emoji", custom_emoji_id: attribute("emoji-id"), ...span };
    default:
      return undefined;
  }
}

/** `<pre><code class="language-x">` is one entity, not two. */
function takeLanguage(pre: MessageEntity | undefined, entities: MessageEntity[]): void {
  const inner = entities.at(-1);
  if (pre?.type !== "pre" || inner === undefined) return;
  if (inner.offset !== pre.offset || inner.length !== pre.length) return;
  if (inner.type === "pre" && inner.language !== undefined) pre.language = inner.language;
  if (inner.type === "pre" || inner.type === "code") entities.pop();
}

const namedCharacters = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);

function decodeCharacter(html: string, start: number): { text: string; end: number } {
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/i.exec(html.slice(start, start + 12));
  if (match === null) return { text: "&", end: start + 1 };
  const [whole, decimal, hexadecimal, name] = match;
  const end = start + whole.length;
  if (name !== undefined) {
    const text = namedCharacters.get(name.toLowerCase());
    return text === undefined ? { text: "&", end: start + 1 } : { text, end };
  }
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff
    ? { text: String.fromCodePoint(code), end }
    : { text: "&", end: start + 1 };
}
