import type { MessageEntity } from "grammy/types";
import { badRequest } from "../refusal.js";
import { formatText } from "../text/formatted-text.js";
import type { MessageContent } from "../world/post-message.js";

// core.telegram.org/bots/api#sendmessage and #sendphoto: counted after the markup is parsed.
const maxTextLength = 4_096;
const maxCaptionLength = 1_024;

interface Wording {
  parse_mode?: string | undefined;
  entities?: readonly MessageEntity[] | undefined;
  caption_entities?: readonly MessageEntity[] | undefined;
}

/** @throws TelegramRefusal when it is empty, too long or does not parse. */
export function readText(params: Wording & { text: string }): MessageContent {
  const { text, entities } = formatText({
    text: params.text,
    parseMode: params.parse_mode,
    entities: params.entities,
  });
  if (text === "") throw badRequest("message text is empty");
  if (text.length > maxTextLength) throw badRequest("message is too long");
  return entities.length === 0 ? { text } : { text, entities };
}

/** @throws TelegramRefusal when it is too long or does not parse. */
export function readCaption(params: Wording & { caption?: string | undefined }): MessageContent {
  const { text: caption, entities } = formatText({
    text: params.caption ?? "",
    parseMode: params.parse_mode,
    entities: params.caption_entities,
  });
  if (caption === "") return {};
  if (caption.length > maxCaptionLength) throw badRequest("message caption is too long");
  return entities.length === 0 ? { caption } : { caption, caption_entities: entities };
}
