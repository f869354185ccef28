import type { MessageEntity } from "grammy/types";

type FoundType = "url" | "bot_command" | "mention" | "hashtag";

// In order of precedence: what lies inside a link is part of the link.
const patterns: readonly { type: FoundType; pattern: RegExp }[] = [
  { type: "url", pattern: /\bhttps?:\/\/[^\s<>"]*[^\s<>".,!?;:)\]']/gi },
  {
    type: "bot_command",
    pattern: /(?<![\w/<>@])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])/g,
  },
  { type: "mention", pattern: /(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)/g },
  { type: "hashtag", pattern: /(?<![\p{L}\p{N}_#])#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*/gu },
];

const opaqueTypes = new Set(["code", "pre", "text_link", "text_mention"]);

/** What Telegram finds in plain text by itself: links, commands, mentions and hashtags. */
export function findEntities(formatted: {
  text: string;
  entities: readonly MessageEntity[];
}): MessageEntity[] {
  const taken = formatted.entities
    .filter((entity) => opaqueTypes.has(entity.type))
    .map(({ offset, length }) => ({ offset, length }));
  const found: MessageEntity[] = [];
  for (const { type, pattern } of patterns) {
    for (const match of formatted.text.matchAll(pattern)) {
      const span = { offset: match.index, length: match[0].length };
      if (taken.some((other) => overlaps(span, other))) continue;
      taken.push(span);
      found.push({ type, ...span });
    }
  }
  return found;
}

interface Span {
  offset: number;
  length: number;
}

function overlaps(a: Span, b: Span): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
