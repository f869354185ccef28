import type { Update } from "grammy/types";
import { z } from "zod";

const PersonSchema = z.looseObject({ id: z.number() });
const ChatSchema = z.looseObject({ id: z.number(), type: z.string() });
const MessageSchema = z.looseObject({
  message_id: z.number(),
  chat: ChatSchema,
  from: PersonSchema.optional(),
});
const ReadableSchema = z.looseObject({
  message: MessageSchema.optional(),
  callback_query: z
    .looseObject({ id: z.string(), from: PersonSchema, message: MessageSchema.optional() })
    .optional(),
});

/** Whether what we go by is really there: Telegram grows, and servers that speak like it err. */
export function isReadable(update: Update): boolean {
  return ReadableSchema.safeParse(update).success;
}
