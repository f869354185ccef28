import { z } from "zod";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import { type FoundFiles, fromMessage, MessageContentSchema } from "./message-pictures.js";

/**
 * A message of a server that names us, as the gateway brings it. Without the message content intent Discord leaves out
 * what a message says and carries, except where it mentions the bot, and that goes for the message itself: what it
 * answers comes along as `referenced_message`, and whether that one's pictures do is not promised
 * [docs: events/gateway, Message Content Intent]. So both cases are provided for.
 */
export const MentionSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  channel_id: z.string(),
  guild_id: z.string().nullish(),
  webhook_id: z.string().nullish(),
  author: z.object({ id: z.string(), bot: z.boolean().nullish() }),
  content: z.string(),
  ...MessageContentSchema.shape,
  referenced_message: MessageContentSchema.extend({
    id: z.string(),
    channel_id: z.string(),
    author: z.object({ id: z.string() }).nullish(),
  }).nullish(),
});
export type Mention = z.infer<typeof MentionSchema>;

/**
 * Null for a message that does not name the bot in its own words. To answer one of ours is not enough, although Discord
 * counts that as a mention: people talk about results.
 */
export function parseMention(payload: unknown, botId: string): Mention | null {
  const mention = MentionSchema.safeParse(payload).data;
  if (!mention || mention.author.bot || mention.webhook_id) return null;
  return namePattern(botId).test(mention.content) ? mention : null;
}

/** What was said to us, without our name. */
export function wordsOfMention({ content }: Mention, botId: string): string {
  return content.replaceAll(namePattern(botId), " ").replace(/ {2,}/g, " ").trim();
}

function namePattern(botId: string): RegExp {
  return new RegExp(`<@!?${botId}>`, "g");
}

export interface MentionedPictures extends FoundFiles {
  /** The message that shows them, if it is one that was answered. */
  readonly answered: { readonly channelId: string; readonly messageId: string } | null;
  readonly authorId: string | null;
}

/** Those of the message itself, or else of what it answers. */
export function picturesOfMention(mention: Mention): MentionedPictures {
  const own = fromMessage(mention);
  const other = mention.referenced_message;
  const isOwn = own.urls.length > 0 || own.fault !== null || !other;
  if (isOwn) return { ...own, answered: null, authorId: null };
  const answered = { channelId: other.channel_id, messageId: other.id };
  return { ...fromMessage(other), answered, authorId: other.author?.id ?? null };
}

/** "Answer this message": by a message of our own, for no interaction came with it. */
export function toMentionTarget(
  { id, channel_id, guild_id, author }: Mention,
  { botId, language }: Pick<ReplyTarget, "botId" | "language">,
): ReplyTarget {
  return {
    platform: "discord",
    botId,
    chatId: channel_id,
    threadId: null,
    replyTo: id,
    userId: author.id,
    language,
    visibility: "everyone",
    isGroup: guild_id != null,
    isUserInstall: false,
    grant: null,
  };
}
