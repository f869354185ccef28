import { badRequest, type TelegramRefusal } from "../refusal.js";

export interface HtmlTag {
  name: string;
  isClosing: boolean;
  attributes: ReadonlyMap<string, string>;
  /** Where the tag begins, counted in UTF-8 bytes as the real parser's messages do. */
  byteOffset: number;
}

const knownTags = new Set(
  "a b strong i em u ins s strike del tg-spoiler span tg-emoji tg-time code pre blockquote".split(
    " ",
  ),
);

/**
 * Reads the tag that begins at `start`, where a `<` stands.
 *
 * @throws TelegramRefusal for a tag Telegram does not know or that is not closed.
 */
export function readTag(html: string, start: number): HtmlTag & { end: number } {
  const byteOffset = Buffer.byteLength(html.slice(0, start));
  const isClosing = html.charAt(start + 1) === "/";
  const nameStart = start + (isClosing ? 2 : 1);
  const name = (/^[^\s>]*/.exec(html.slice(nameStart))?.[0] ?? "").toLowerCase();
  let position = nameStart + name.length;
  if (position >= html.length) {
    throw unparsable(`Unclosed ${isClosing ? "end" : "start"} tag at byte offset ${byteOffset}`);
  }
  if (!isClosing && !knownTags.has(name)) {
    throw unparsable(`Unsupported start tag "${name}" at byte offset ${byteOffset}`);
  }

  const attributes = new Map<string, string>();
  const attributePattern = /\s+([^\s=>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?/y;
  for (;;) {
    attributePattern.lastIndex = position;
    const match = attributePattern.exec(html);
    if (match === null) break;
    attributes.set((match[1] ?? "").toLowerCase(), (match[2] ?? "").replace(/^["']|["']$/g, ""));
    position = attributePattern.lastIndex;
  }
  position += /^\s*/.exec(html.slice(position))?.[0].length ?? 0;
  if (html.charAt(position) !== ">") {
    throw unparsable(`Unclosed ${isClosing ? "end" : "start"} tag at byte offset ${byteOffset}`);
  }
  if (name === "span" && !isClosing && attributes.get("class") !== "tg-spoiler") {
    throw unparsable(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset}`);
  }
  return { name, isClosing, attributes, byteOffset, end: position + 1 };
}

export function unparsable(reason: string): TelegramRefusal {
  return badRequest(`can't parse entities: ${reason}`);
}
