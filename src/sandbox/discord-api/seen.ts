import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10";
import type { Embed } from "./validation/embeds.js";
import type { MessageComponent } from "./validation/message-components.js";
import type { Modal } from "./validation/modals.js";

/** What people and consoles see of the server, as plain data that can travel as JSON. */

export interface SeenAttachment {
  id: string;
  filename: string;
  contentType: string;
  sizeBytes: number;
  description: string | null;
  /** Signed, on the server's CDN path; about 24 h. */
  url: string;
}

export interface SeenButton {
  /** Null on link buttons. */
  customId: string | null;
  label: string;
  /** Null unless it is a link. */
  url: string | null;
  disabled: boolean;
  /** Discord's number: 1 blurple, 2 grey, 3 green, 4 red, 5 link, 6 premium. */
  style: number;
}

export interface SeenSelect {
  customId: string;
  placeholder: string | null;
  disabled: boolean;
  /** Empty for selects that the client fills itself: users, roles, channels. */
  options: readonly { label: string; value: string; description: string | null }[];
}

/** Whom a message would have notified. Tests assert that nobody was. */
export interface Pings {
  everyone: boolean;
  userIds: readonly string[];
  roleIds: readonly string[];
}

/** A message as a person sees it. Plain data, so that it can travel as JSON. */
export interface SeenMessage {
  id: string;
  channelId: string;
  authorId: string;
  authorName: string;
  isFromBot: boolean;
  content: string;
  /** Content, embeds and text displays joined by line breaks: everything there is to read. */
  text: string;
  embeds: readonly Embed[];
  components: readonly MessageComponent[];
  /** Every button and select, wherever it is nested, in reading order. */
  buttons: readonly SeenButton[];
  selects: readonly SeenSelect[];
  attachments: readonly SeenAttachment[];
  isEphemeral: boolean;
  /** The only person who sees it; null when everybody in the channel does. */
  visibleTo: string | null;
  /** "… is thinking": a deferred answer that has not come. */
  isLoading: boolean;
  isComponentsV2: boolean;
  pings: Pings;
  replyTo: string | null;
  /** The interaction it answers, if any. */
  interactionId: string | null;
  createdAt: string;
  editedAt: string | null;
}

export type InteractionKind =
  | "command"
  | "user_command"
  | "message_command"
  | "component"
  | "modal_submit"
  | "autocomplete";

export type Acknowledgement =
  | "message"
  | "deferred_message"
  | "deferred_update"
  | "update"
  | "modal"
  | "autocomplete";

export interface InteractionRecord {
  id: string;
  kind: InteractionKind;
  userId: string;
  channelId: string;
  guildId: string | null;
  /** The command's name, or the custom id that was pressed or submitted. */
  name: string;
  /** The message whose button or select was used. */
  sourceMessageId: string | null;
  createdAt: string;
  /** `failed`: nobody answered in time; the person reads "The application did not respond". */
  state: "pending" | "acknowledged" | "failed";
  acknowledgement: Acknowledgement | null;
  acknowledgedAfterMs: number | null;
  /** Whether the answer is for the asker only; null until there is one. */
  isEphemeral: boolean | null;
  /** The answer first, then the follow-ups; deleted ones are gone. */
  messageIds: readonly string[];
  choices: readonly APIApplicationCommandOptionChoice[] | null;
  modal: Modal | null;
}

/** One thing the bot sent: a REST call, or a gateway payload other than a heartbeat. */
export interface PlatformCall {
  id: number;
  at: string;
  /** `GET` … `DELETE`; `GATEWAY` for payloads of the socket; `INLINE` for an answer in an HTTP response. */
  method: string;
  /** The route's pattern, such as `/channels/:id/messages`; for `GATEWAY` the opcode's name. */
  route: string;
  /** The path as called, with interaction tokens masked. */
  path: string;
  /** 101 for gateway payloads. */
  status: number;
  durationMs: number;
  /** One line for a person, such as `type 5, ephemeral` or `50035 Invalid Form Body`. */
  summary: string;
  /** The JSON body with tokens masked; null without one. */
  body: unknown;
  files: readonly { filename: string; sizeBytes: number }[];
}

export interface GatewayConnection {
  sessionId: string;
  shard: readonly [id: number, count: number];
  intents: number;
  connected: boolean;
  sequence: number;
}

/** The world as a console draws it. */
export interface WorldView {
  application: { id: string; publicKey: string; botUserId: string; botName: string };
  users: readonly { id: string; name: string; locale: string; guildIds: readonly string[] }[];
  guilds: readonly {
    id: string;
    name: string;
    locale: string;
    botInstalled: boolean;
    available: boolean;
    roles: readonly { id: string; name: string }[];
    /** People only; the bot is left out. `@everyone` is not among the roles. */
    members: readonly { userId: string; isOwner: boolean; roleIds: readonly string[] }[];
  }[];
  channels: readonly ChannelView[];
}

export interface ChannelView {
  id: string;
  name: string;
  kind: "guild" | "direct_message" | "group";
  guildId: string | null;
  /** Everyone who can read it, the bot left out. */
  userIds: readonly string[];
  /** Whether the bot is a member and may look into it. */
  botPresent: boolean;
}
