import { z } from "zod";
import { LANGUAGES, type ReplyTarget } from "../../core/chat/reply-target.js";
import { AppError } from "../../core/errors.js";
import type { Sealer } from "../../core/ports/sealer.js";

/** Of what was asked elsewhere than it is answered. */
export const AskedInSchema = z.object({
  chatId: z.string(),
  threadId: z.string().nullable(),
  replyTo: z.string().nullable(),
});

const TargetSchema = z.object({
  platform: z.enum(["discord", "telegram"]),
  botId: z.string(),
  chatId: z.string(),
  threadId: z.string().nullable(),
  replyTo: z.string().nullable(),
  userId: z.string(),
  language: z.enum(LANGUAGES),
  visibility: z.enum(["everyone", "only_me"]),
  isGroup: z.boolean(),
  isUserInstall: z.boolean(),
  maxFileBytes: z.number().int().nullish(),
  askedIn: AskedInSchema.optional(),
  grant: z.object({ token: z.string(), expiresAt: z.coerce.date() }).nullable(),
});

/** A reply target as one encrypted column: it may hold an interaction token. */
export function sealTarget(sealer: Sealer, target: ReplyTarget): string {
  return sealer.seal(JSON.stringify(target));
}

/** Null when its key is gone: then there is nobody to answer to, and nothing else is lost. */
export function openTarget(sealer: Sealer, sealed: string | null): ReplyTarget | null {
  if (sealed === null) return null;
  try {
    return TargetSchema.parse(JSON.parse(sealer.open(sealed)));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
