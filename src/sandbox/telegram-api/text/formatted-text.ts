import type { MessageEntity } from "grammy/types";
import { badRequest } from "../refusal.js";
import { findEntities } from "./found-entities.js";
import { parseHtml } from "./html-entities.js";

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

/**
 * Text as it will stand in the message: markup parsed, ends trimmed, links and commands found.
 *
 * @throws TelegramRefusal for markup that does not parse. Only HTML is spoken here.
 */
export function formatText(input: {
  text: string;
  parseMode?: string | undefined;
  entities?: readonly MessageEntity[] | undefined;
}): FormattedText {
  const parsed = parseMarkup(input);
  const trimmed = trim(parsed);
  const entities = [...trimmed.entities, ...findEntities(trimmed)];
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: trimmed.text, entities };
}

function parseMarkup(input: {
  text: string;
  parseMode?: string | undefined;
  entities?: readonly MessageEntity[] | undefined;
}): FormattedText {
  const mode = input.parseMode?.toLowerCase() ?? "";
  if (mode === "html") return parseHtml(input.text);
  if (mode !== "") throw badRequest("unsupported parse_mode");
  const entities = [...(input.entities ?? [])];
  for (const { offset, length } of entities) {
    if (offset < 0 || length <= 0 || offset + length > input.text.length) {
      throw badRequest(
        `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${input.text.length}`,
      );
    }
  }
  return { text: input.text, entities };
}

/** Telegram drops white space at both ends, so "  " is an empty message. */
function trim(formatted: FormattedText): FormattedText {
  const text = formatted.text.trim();
  const cut = formatted.text.length - formatted.text.trimStart().length;
  const entities = formatted.entities.flatMap((entity) => {
    const start = Math.max(0, entity.offset - cut);
    const end = Math.min(text.length, entity.offset - cut + entity.length);
    return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
  });
  return { text, entities };
}
