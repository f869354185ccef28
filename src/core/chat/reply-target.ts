export type Platform = "discord" | "telegram";

export const LANGUAGES = ["en", "de"] as const;
/** Languages the wording exists in. */
export type Language = (typeof LANGUAGES)[number];

/** Who sees the answer. Not the same as whether we keep the picture. */
export type Visibility = "everyone" | "only_me";

/** A short-lived right to answer one interaction without being a member of the chat. */
export interface InteractionGrant {
  readonly token: string;
  readonly expiresAt: Date;
}

/** A message of a chat that is to be answered. */
export interface AskedIn {
  readonly chatId: string;
  readonly threadId: string | null;
  readonly replyTo: string | null;
}

/** "Answer here": everything needed to reach the chat again, from any process, after a restart. */
export interface ReplyTarget {
  readonly platform: Platform;
  /** Which bot is speaking: the application id on Discord, the bot's user id on Telegram. */
  readonly botId: string;
  readonly chatId: string;
  /** A Telegram forum topic. Null in ordinary chats and in General. */
  readonly threadId: string | null;
  /** The message being answered, where the platform shows that. */
  readonly replyTo: string | null;
  /** The asker's id on the platform, for a direct message as the last resort. */
  readonly userId: string;
  readonly language: Language;
  readonly visibility: Visibility;
  /** More than two people read along: edits are rarer there. */
  readonly isGroup: boolean;
  /** The bot is not a member here; only the grant reaches the chat. */
  readonly isUserInstall: boolean;
  /** The largest file that may be sent here, where the platform said so. */
  readonly maxFileBytes?: number | null | undefined;
  readonly grant: InteractionGrant | null;
  /** Where it was asked, if an answer for one person goes elsewhere. */
  readonly askedIn?: AskedIn | undefined;
}

/** Where others read along and it was asked; null when nobody does, or the bot may not write there by itself. */
export function toPublicTarget(target: ReplyTarget): ReplyTarget | null {
  const { chatId, threadId, replyTo, isGroup, isUserInstall, askedIn } = target;
  const place = askedIn ?? (isGroup ? { chatId, threadId, replyTo } : null);
  if (!place || isUserInstall) return null;
  const open = { visibility: "everyone", isGroup: true, grant: null, askedIn: undefined } as const;
  return { ...target, ...place, ...open };
}

/** The same answer for the asker's eyes alone, as what it goes back to was. */
export function toHiddenTarget(target: ReplyTarget, earlier: ReplyTarget | null): ReplyTarget {
  const open = earlier && toPublicTarget(earlier);
  const askedIn = open && { chatId: open.chatId, threadId: open.threadId, replyTo: open.replyTo };
  const isElsewhere = !target.isGroup && !target.askedIn && askedIn;
  return { ...target, visibility: "only_me", ...(isElsewhere && { askedIn }) };
}

/** The best wording we have for a platform's language tag (`de`, `de-AT`, `pt-BR`). */
export function toLanguage(tag: string | null | undefined): Language {
  const primary = (tag ?? "").toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === primary) ?? "en";
}
