import {
  ApplicationCommandOptionType,
  ChannelType,
  InteractionContextType,
  MessageFlags,
} from "discord-api-types/v10";
import { z } from "zod";
import type { OptionValue } from "../../core/chat/chat-request.js";
import { type ReplyTarget, toLanguage, type Visibility } from "../../core/chat/reply-target.js";
import { fromButtonId, type PressedId } from "../presentation/button-id.js";
import { type Attachment, AttachmentSchema, MessageContentSchema } from "./message-pictures.js";

/** First second of 2015, where Discord's ids begin to count. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** A token lives 15 minutes; the last half minute is left to clocks that differ. */
const GRANT_LIFETIME_MS = 14.5 * 60_000;

const OptionSchema = z.object({
  name: z.string(),
  type: z.int().optional(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

const UserSchema = z.object({ id: z.string() });

/** A message handed to us by whoever chose it: whole, even without the right to read messages. */
const TargetMessageSchema = MessageContentSchema.extend({
  id: z.string(),
  channel_id: z.string(),
  author: UserSchema.nullish(),
  flags: z.int().nullish(),
});

const FieldSchema = z.object({
  custom_id: z.string().optional(),
  value: z.unknown().optional(),
  values: z.array(z.string()).nullish(),
});
/** A form's field stands in a label. */
const FormPartSchema = z.object({ component: FieldSchema.optional() });

/**
 * An interaction as Discord sends it, by gateway or HTTP; only what we use. What comes out can be written down and
 * read again. https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
 */
export const InteractionSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  application_id: z.string(),
  type: z.int(),
  token: z.string(),
  data: z
    .object({
      name: z.string().optional(),
      type: z.int().optional(),
      options: z.array(OptionSchema).optional(),
      custom_id: z.string().optional(),
      values: z.array(z.string()).optional(),
      target_id: z.string().optional(),
      components: z.array(FormPartSchema).optional(),
      resolved: z
        .object({
          attachments: z.record(z.string(), AttachmentSchema).optional(),
          messages: z.record(z.string(), TargetMessageSchema).optional(),
        })
        .optional(),
    })
    .optional(),
  guild_id: z.string().optional(),
  channel: z.object({ id: z.string(), type: z.int() }).optional(),
  channel_id: z.string().optional(),
  member: z.object({ user: UserSchema }).optional(),
  user: UserSchema.optional(),
  locale: z.string().optional(),
  attachment_size_limit: z.int().optional(),
  context: z.int().nullish(),
  authorizing_integration_owners: z.record(z.string(), z.string()).optional(),
  message: z
    .object({
      id: z.string(),
      flags: z.int().optional(),
      interaction_metadata: z.object({ user: UserSchema }).nullish(),
    })
    .optional(),
  /** Ours, not Discord's: when it reached us. */
  receivedAtMs: z.number().optional(),
});
export type DiscordInteraction = z.infer<typeof InteractionSchema>;

/** Null for what cannot be an interaction. */
export function parseInteraction(payload: unknown): DiscordInteraction | null {
  const parsed = InteractionSchema.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

/** What was typed, by option name. Mentions come as their ids; for attachments see `readAttachments`. */
export function readOptions(interaction: DiscordInteraction): Record<string, OptionValue> {
  const given = interaction.data?.options ?? [];
  return Object.fromEntries(
    given.flatMap(({ name, value, type }) =>
      value === undefined || type === ApplicationCommandOptionType.Attachment
        ? []
        : [[name, value]],
    ),
  );
}

/** The files given as options of these names, in that order. */
export function readAttachments(
  { data }: DiscordInteraction,
  names: readonly string[],
): readonly Attachment[] {
  return names.flatMap((name) => {
    const id = data?.options?.find((option) => option.name === name)?.value;
    return data?.resolved?.attachments?.[String(id)] ?? [];
  });
}

/** The message whose menu was opened. */
export function readTarget({ data }: DiscordInteraction): TargetMessage | null {
  return data?.resolved?.messages?.[data.target_id ?? ""] ?? null;
}

/** What was pressed, or chosen from a list; null for what is not of ours. */
export function readPressed({ data }: DiscordInteraction): PressedId | null {
  const pressed = fromButtonId(data?.custom_id ?? "");
  const [chosen] = data?.values ?? [];
  return pressed && chosen !== undefined ? { ...pressed, subject: chosen } : pressed;
}

export type TargetMessage = z.infer<typeof TargetMessageSchema>;

/** The pressed message is one that only the presser sees. */
export function isOnEphemeralMessage({ message }: DiscordInteraction): boolean {
  return ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

/** Whoever gave the command or pressed the button. */
export function toAsker({ member, user }: DiscordInteraction) {
  return { platform: "discord" as const, userId: (member?.user ?? user)?.id ?? "" };
}

/** The pressed message is known to answer somebody else. */
export function isOnSomebodyElses(interaction: DiscordInteraction): boolean {
  const asker = interaction.message?.interaction_metadata?.user.id;
  return asker !== undefined && asker !== toAsker(interaction).userId;
}

export function toReplyTarget(
  interaction: DiscordInteraction,
  visibility: Visibility,
): ReplyTarget {
  const { context, guild_id: guildId, channel, token } = interaction;
  return {
    ...toAsker(interaction),
    botId: interaction.application_id,
    chatId: interaction.channel_id ?? channel?.id ?? "",
    threadId: null,
    replyTo: null,
    language: toLanguage(interaction.locale),
    visibility,
    isGroup:
      guildId !== undefined ||
      context === InteractionContextType.PrivateChannel ||
      channel?.type === ChannelType.GroupDM,
    isUserInstall: isUserInstall(interaction),
    maxFileBytes: interaction.attachment_size_limit ?? null,
    grant: { token, expiresAt: toGrantExpiry(interaction) },
  };
}

/**
 * The interaction can be answered by its token until then. Its id tells when it was made, if it was Discord that made
 * it: servers that speak like it number as they please.
 */
export function toGrantExpiry({
  id,
  receivedAtMs = 0,
}: Pick<DiscordInteraction, "id" | "receivedAtMs">): Date {
  const madeAtMs = Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
  return new Date(Math.max(madeAtMs, receivedAtMs) + GRANT_LIFETIME_MS);
}

/** The key "0" is an installation by the server; in its own direct messages the bot needs none. */
function isUserInstall({ authorizing_integration_owners: owners, context }: DiscordInteraction) {
  if (owners === undefined || context === InteractionContextType.BotDM) return false;
  return owners["0"] === undefined;
}
