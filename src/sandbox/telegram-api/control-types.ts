import type { BotCommand, Chat, Message, User, UserFromGetMe } from "grammy/types";

export type MemberRole = "creator" | "administrator" | "member" | "left";
/** How the bot stands in a chat. `not_started`: a person who has never written to it. */
export type BotStatus = "member" | "administrator" | "kicked" | "blocked" | "not_started";

/** Where and as whom a person writes. In a private chat `chatId` is the person's own id. */
export interface PersonPost {
  userId: number;
  chatId: number;
  /** A topic's id; left out for General and in private chats. */
  threadId?: number;
  /** The id of the message answered. */
  replyTo?: number;
}

export interface AlbumItem {
  kind: "photo" | "document";
  bytes: Uint8Array;
  fileName?: string;
  mimeType?: string;
  caption?: string;
}

export interface ButtonPress {
  userId: number;
  chatId: number;
  messageId: number;
  data: string;
  /** True for a button the message no longer shows: a person's screen can lag behind an edit. */
  isStale?: boolean;
  /** How long the person watches the spinner. Left out: as long as the query can be answered. */
  timeoutMs?: number;
}

export interface ButtonAnswer {
  queryId: string;
  isAnswered: boolean;
  text?: string;
  showAlert: boolean;
  url?: string;
}

/**
 * What people do. Each call resolves once the update is queued, if the bot may see it at all.
 *
 * @throws Error for what an app would not let its user do, such as pressing a button that is not there.
 */
export interface PersonActions {
  sendText(input: PersonPost & { text: string }): Promise<Message>;
  /** Re-encoded to JPEG in several sizes, as the apps and servers do. */
  sendPhoto(input: PersonPost & { bytes: Uint8Array; caption?: string }): Promise<Message>;
  /** The bytes are kept as they are. */
  sendDocument(
    input: PersonPost & {
      bytes: Uint8Array;
      fileName: string;
      mimeType?: string;
      caption?: string;
    },
  ): Promise<Message>;
  /** A video with sound, or an animation without, as which a GIF is sent too. */
  sendClip(
    input: PersonPost & {
      kind: "video" | "animation";
      bytes: Uint8Array;
      fileName?: string;
      caption?: string;
    },
  ): Promise<Message>;
  /** `still` is WebP, `animated` a TGS file, `video` WebM. The bytes are kept as they are. */
  sendSticker(
    input: PersonPost & { kind: "still" | "animated" | "video"; bytes: Uint8Array },
  ): Promise<Message>;
  sendAlbum(input: PersonPost & { items: readonly AlbumItem[] }): Promise<Message[]>;
  pressButton(input: ButtonPress): Promise<ButtonAnswer>;
  editText(input: {
    userId: number;
    chatId: number;
    messageId: number;
    text: string;
  }): Promise<Message>;
  forward(input: {
    userId: number;
    fromChatId: number;
    messageId: number;
    toChatId: number;
    threadId?: number;
  }): Promise<Message>;
  /** Bots are not told of deletions. */
  deleteMessage(input: { chatId: number; messageId: number }): Promise<void>;
}

/** Who is in which chat, and as what. */
export interface MembershipActions {
  blockBot(userId: number): Promise<void>;
  unblockBot(userId: number): Promise<void>;
  kickBot(chatId: number): Promise<void>;
  addBot(chatId: number): Promise<void>;
  /** As an administrator the bot sees every message of the group. */
  setBotRole(input: { chatId: number; role: "administrator" | "member" }): Promise<void>;
  setMemberRole(input: { chatId: number; userId: number; role: MemberRole }): Promise<void>;
  deleteTopic(input: { chatId: number; threadId: number }): Promise<void>;
  /** A new person with a private chat; `hasStarted: false` means the bot may not write first. */
  addPerson(input: {
    firstName: string;
    username?: string;
    languageCode?: string;
    hasStarted?: boolean;
  }): Promise<User>;
}

export interface FaultTarget {
  /** Left out: any method but `getUpdates`. */
  method?: string;
  /** How many calls are hit; 1 when left out. */
  times?: number;
}

/** What the platform does to the bot. */
export interface PlatformFaults {
  floodNext(input: FaultTarget & { retryAfter: number }): void;
  /** Answers with this status (500 when left out) and performs nothing. */
  failNext(input?: FaultTarget & { status?: number }): void;
  slowNext(input: FaultTarget & { delayMs: number }): void;
  /** The call is performed, but the connection drops before its answer. */
  loseNextAnswer(input?: FaultTarget): void;
  /** The next update arrives twice, with one `update_id`. */
  duplicateNextUpdate(): void;
  /** Queues an update of any type, known or not, whatever `allowed_updates` says; gives its id. */
  injectUpdate(update: Record<string, unknown>): number;
  setFloodLimits(isOn: boolean): void;
}

export interface ChatOverview {
  chat: Chat;
  title: string;
  botStatus: BotStatus;
  topics: { threadId: number; name: string }[];
  members: { user: User; role: MemberRole }[];
}

export interface LoggedCall {
  id: number;
  at: string;
  method: string;
  status: number;
  /** Why it was refused. */
  description?: string;
  chatId?: number | string;
  summary: string;
  durationMs: number;
}

export interface WorldReads {
  bot(): UserFromGetMe;
  people(): User[];
  chats(): ChatOverview[];
  /** Oldest first; copies, so that later edits do not reach into them. */
  messages(chatId: number, threadId?: number | "general"): Message[];
  /**
   * The bot's newest message that fits, or else the first one sent or edited that does.
   *
   * @param timeoutMs 10,000 when left out.
   * @throws Error when none came in time; it lists what the bot did say.
   */
  waitForMessage(
    chatId: number,
    predicate: (message: Message) => boolean,
    timeoutMs?: number,
  ): Promise<Message>;
  /** The command menu this person sees in this chat. */
  commandsFor(input: { userId: number; chatId: number }): BotCommand[];
  file(fileId: string): { bytes: Uint8Array; mimeType: string; fileName?: string } | undefined;
  /** The emoji the bot put under a message. */
  reaction(input: { chatId: number; messageId: number }): string | undefined;
  /** Every call but the answered `getUpdates`, oldest first; the last 5,000. */
  calls(): LoggedCall[];
  /** Methods asked for that this server does not have. Tests assert that it is empty. */
  unknownMethods(): string[];
  /** Updates not confirmed yet. */
  pendingUpdates(): number;
}

/** Something changed; safe to send as JSON. */
export type TelegramEvent =
  | { kind: "message"; message: Message }
  | { kind: "message_edited"; message: Message }
  | { kind: "message_deleted"; chatId: number; messageId: number }
  /** `force_reply`: the apps open the reply field by themselves. Messages do not carry it. */
  | { kind: "reply_asked"; message: Message; isSelective: boolean; placeholder?: string }
  | {
      kind: "callback_answered";
      queryId: string;
      userId: number;
      text?: string;
      showAlert: boolean;
    }
  | { kind: "chat_action"; chatId: number; threadId?: number; action: string }
  | { kind: "reaction"; chatId: number; messageId: number; emoji?: string }
  | { kind: "commands_changed" }
  | { kind: "bot_status"; chatId: number; status: BotStatus }
  | { kind: "call"; call: LoggedCall }
  | { kind: "reset" };

export interface TelegramControl
  extends PersonActions,
    MembershipActions,
    PlatformFaults,
    WorldReads {
  /** Gives the function that stops it. */
  onChange(listener: (event: TelegramEvent) => void): () => void;
  /**
   * People, chats, messages, files, faults, pending updates and the log go back to the seed.
   * Pollers, webhook and commands stay, and no id is ever given twice.
   */
  reset(): void;
}
