import type { MessageEntity } from "grammy/types";
import { z } from "zod";
import { json } from "./call.js";

const entityTypes = new Set(
  (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler " +
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
  ).split(" "),
);

const placeSchema = z.object({
  type: z.string(),
  offset: z.number().int(),
  length: z.number().int(),
});

function isEntity(value: unknown): value is MessageEntity {
  const place = placeSchema.safeParse(value);
  return place.success && entityTypes.has(place.data.type);
}

/** Explicit entities of a text or caption. */
export const entitiesParam = json(
  z.array(z.custom<MessageEntity>(isEntity, "can't parse MessageEntity")),
);
