import { MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { type Embed, EmbedsSchema } from "./embeds.js";
import { list, snowflake, text, withRules } from "./fields.js";
import { type FormPath, parseForm } from "./form-error.js";
import {
  LegacyComponentsSchema,
  type MessageComponent,
  V2ComponentsSchema,
} from "./message-components.js";

const AllowedMentionsSchema = withRules(
  z.object({
    parse: z.array(z.enum(["users", "roles", "everyone"])).nullish(),
    users: list(snowflake, 0, 100).nullish(),
    roles: list(snowflake, 0, 100).nullish(),
    replied_user: z.boolean().nullish(),
  }),
  (mentions) =>
    (["users", "roles"] as const)
      .filter((kind) => mentions.parse?.includes(kind) && (mentions[kind] ?? []).length > 0)
      .map((kind) => ({
        code: "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      })),
);
export type AllowedMentions = z.infer<typeof AllowedMentionsSchema>;

const AttachmentEntrySchema = z.object({
  /** The index of a file in this request, or the id of one that the message has already. */
  id: z.union([z.int(), snowflake]).transform(String),
  filename: text(1, 1024).nullish(),
  description: text(0, 1024).nullish(),
});
export type AttachmentEntry = z.infer<typeof AttachmentEntrySchema>;

const MessageBodySchema = z.object({
  content: text(0, 2000).nullish(),
  embeds: EmbedsSchema.nullish(),
  components: z.array(z.unknown()).nullish(),
  attachments: z.array(AttachmentEntrySchema).nullish(),
  flags: z.int().nullish(),
  allowed_mentions: AllowedMentionsSchema.nullish(),
  nonce: z.union([z.int().transform(String), text(0, 25)]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z
    .object({ message_id: snowflake, fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
});

/** A field that was left out is absent; `null` in the request arrives as the empty value. */
export interface MessageBody {
  content?: string;
  embeds?: Embed[];
  components?: MessageComponent[];
  attachments?: AttachmentEntry[];
  flags: number;
  allowedMentions: AllowedMentions | null;
  nonce: string | null;
  enforceNonce: boolean;
  reply: { messageId: string; mustExist: boolean } | null;
}

/**
 * @param options.isComponentsV2 true when the message already is one: the flag cannot be taken back
 * @throws ApiError 50035
 */
export function parseMessageBody(
  value: unknown,
  options: { isComponentsV2: boolean; prefix?: FormPath },
): MessageBody {
  const prefix = options.prefix ?? [];
  const body = parseForm(MessageBodySchema, value, prefix);
  const flags = body.flags ?? 0;
  const isV2 = options.isComponentsV2 || (flags & MessageFlags.IsComponentsV2) !== 0;
  const reference = body.message_reference;
  const parsed: MessageBody = {
    flags,
    allowedMentions: body.allowed_mentions ?? null,
    nonce: body.nonce ?? null,
    enforceNonce: body.enforce_nonce ?? false,
    reply:
      reference == null
        ? null
        : {
            messageId: reference.message_id,
            mustExist: reference.fail_if_not_exists ?? true,
          },
  };
  if (body.content !== undefined) parsed.content = body.content ?? "";
  if (body.embeds !== undefined) parsed.embeds = body.embeds ?? [];
  if (body.attachments !== undefined) parsed.attachments = body.attachments ?? [];
  if (body.components !== undefined) {
    const schema = isV2 ? V2ComponentsSchema : LegacyComponentsSchema;
    parsed.components = parseForm(schema, body.components ?? [], [...prefix, "components"]);
  }
  return parsed;
}
