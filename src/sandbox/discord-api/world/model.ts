import type { APIApplicationCommandOptionChoice, Locale } from "discord-api-types/v10";
import type { Acknowledgement, InteractionKind, Pings } from "../seen.js";
import type { Embed } from "../validation/embeds.js";
import type { MessageComponent } from "../validation/message-components.js";
import type { Modal } from "../validation/modals.js";

export interface WorldUser {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly locale: `${Locale}`;
  readonly isBot: boolean;
  /** Whether they added the application to their own account, so that it works everywhere. */
  readonly hasInstalledApp: boolean;
  acceptsDirectMessages: boolean;
}

export interface WorldRole {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly permissions: bigint;
  readonly mentionable: boolean;
}

export interface WorldMember {
  readonly userId: string;
  readonly roleIds: readonly string[];
  readonly nick: string | null;
  readonly joinedAt: string;
}

export interface WorldGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: `${Locale}`;
  readonly roles: readonly WorldRole[];
  members: readonly WorldMember[];
  available: boolean;
}

export interface Overwrite {
  /** Of a role or a member. */
  readonly id: string;
  readonly kind: "role" | "member";
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface GuildChannel {
  readonly kind: "guild";
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  readonly position: number;
  readonly isAgeRestricted: boolean;
  readonly overwrites: readonly Overwrite[];
}
/** Between one person and the bot. */
export interface DirectChannel {
  readonly kind: "direct_message";
  readonly id: string;
  readonly userId: string;
}
/** Among people; a bot is never a member. */
export interface GroupChannel {
  readonly kind: "group";
  readonly id: string;
  readonly name: string;
  readonly userIds: readonly string[];
}
export type WorldChannel = GuildChannel | DirectChannel | GroupChannel;

export interface WorldFile {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
  /** The folder on the CDN: a channel's id, or that of ephemeral files. */
  readonly folder: string;
}

export interface WorldMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly createdAt: Date;
  /** The only person who sees it, or null. */
  readonly visibleTo: string | null;
  readonly interactionId: string | null;
  readonly replyTo: string | null;
  readonly nonce: string | null;
  content: string;
  embeds: readonly Embed[];
  components: readonly MessageComponent[];
  files: readonly WorldFile[];
  flags: number;
  pings: Pings;
  editedAt: Date | null;
}

export interface WorldInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly name: string;
  readonly commandId: string | null;
  readonly createdAt: Date;
  /** For components and the modals they open: the message they sit on. */
  readonly sourceMessageId: string | null;
  /** As in the payload: "0" the server's installation, "1" the person's own. */
  readonly owners: Readonly<Record<string, string>>;
  expiresAt: Date;
  state: "pending" | "acknowledged" | "failed";
  acknowledgement: Acknowledgement | null;
  acknowledgedAfterMs: number | null;
  isEphemeral: boolean | null;
  /** What `@original` means; null when the answer was no message. */
  originalMessageId: string | null;
  messageIds: string[];
  followUpCount: number;
  choices: readonly APIApplicationCommandOptionChoice[] | null;
  modal: Modal | null;
}

export interface WorldApplication {
  readonly id: string;
  readonly name: string;
  /** The bot's user has the application's id, as with every application made since 2016. */
  readonly botUserId: string;
  /** Privileged intents that are switched on, as the application's flags say. */
  readonly flags: number;
}

export interface World {
  readonly application: WorldApplication;
  readonly users: Map<string, WorldUser>;
  readonly guilds: ReadonlyMap<string, WorldGuild>;
  readonly channels: Map<string, WorldChannel>;
  readonly messages: Map<string, WorldMessage>;
  /** Uploads of people that wait to be used as an option, and every file of every message. */
  readonly files: Map<string, WorldFile>;
  readonly interactions: Map<string, WorldInteraction>;
}
