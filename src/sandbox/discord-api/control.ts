import type { APIApplicationCommandOptionChoice, Locale } from "discord-api-types/v10";
import type {
  GatewayConnection,
  InteractionRecord,
  PlatformCall,
  SeenAttachment,
  SeenMessage,
  WorldView,
} from "./seen.js";
import type { RegisteredCommand } from "./validation/commands.js";

/** A file as a person holds it before it is uploaded. */
export interface UploadedFile {
  filename: string;
  bytes: Uint8Array;
  /** Guessed from the name when left out. */
  contentType?: string;
}

/** Who acts, and in which channel. */
export interface Place {
  userId: string;
  channelId: string;
}

/** A file option takes a file, or the id that `uploadAttachment` gave. */
export type OptionValue = string | number | boolean | UploadedFile;
/** By the `custom_id` of the field. */
export type ModalValue = string | boolean | readonly string[] | readonly UploadedFile[];

/** What a person holds after acting: it keeps up with what the bot does next. */
export interface InteractionView {
  readonly id: string;
  /** As it is now. */
  record(): InteractionRecord;
  /** The messages of this interaction that the asker still sees, oldest first. */
  messages(): SeenMessage[];
  /**
   * The first message in the place that the asker sees and that fulfils the predicate: one of this
   * interaction, or any other created or edited after it began (a delivery that fell back to the channel).
   *
   * @param timeoutMs default 5,000
   * @throws SandboxError when none came in time; its text lists what was seen instead.
   */
  waitForMessage(
    predicate: (message: SeenMessage) => boolean,
    timeoutMs?: number,
  ): Promise<SeenMessage>;
}

/** Something a person cannot do in the real client either, such as pressing a disabled button. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}

export type DiscordEvent =
  | { type: "message_created"; message: SeenMessage }
  | { type: "message_updated"; message: SeenMessage }
  | { type: "message_deleted"; messageId: string; channelId: string; visibleTo: string | null }
  | { type: "interaction_created"; interaction: InteractionRecord }
  | { type: "interaction_updated"; interaction: InteractionRecord }
  | { type: "commands_changed"; commandCount: number }
  | { type: "guild_changed"; guildId: string }
  | { type: "gateway_changed"; connections: readonly GatewayConnection[] }
  | { type: "typing"; channelId: string }
  | { type: "call"; call: PlatformCall }
  | { type: "reset" };

/** A command as it stands in somebody's menu. */
export type VisibleCommand = RegisteredCommand & {
  /** How it comes to be here; as in the payload, "0" the server's installation, "1" the person's own. */
  owners: Readonly<Record<string, string>>;
};

export interface CommandRun extends Place {
  /** As typed, subcommands with a space between: `pool show`. */
  name: string;
  options?: Readonly<Record<string, OptionValue>>;
}

export interface DiscordUserActions {
  /** The commands a person finds in the menu at this place, of all three types. */
  listCommands(place: Place): Promise<VisibleCommand[]>;
  /** Resolves once the bot has answered or the time for it is over. */
  runCommand(run: CommandRun): Promise<InteractionView>;
  runMessageCommand(run: Place & { name: string; messageId: string }): Promise<InteractionView>;
  runUserCommand(run: Place & { name: string; targetUserId: string }): Promise<InteractionView>;
  /** What the bot offers while a person types into `focused`; its text is `options[focused]`. */
  autocomplete(
    run: CommandRun & { focused: string },
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  pressButton(press: {
    userId: string;
    messageId: string;
    customId: string;
  }): Promise<InteractionView>;
  selectMenu(choice: {
    userId: string;
    messageId: string;
    customId: string;
    values: readonly string[];
  }): Promise<InteractionView>;
  /** @param submission.interactionId the interaction whose answer was the modal */
  submitModal(submission: {
    interactionId: string;
    values: Readonly<Record<string, ModalValue>>;
  }): Promise<InteractionView>;
  uploadAttachment(upload: Place & { file: UploadedFile }): Promise<SeenAttachment>;
  /** An ordinary message of a person. */
  sendMessage(
    message: Place & { content: string; files?: readonly UploadedFile[]; replyTo?: string },
  ): Promise<SeenMessage>;
  /** As a moderator of the place would; also dismisses an ephemeral message. */
  deleteMessage(messageId: string): Promise<void>;
  /** What a person sees in a channel, oldest first. */
  messages(place: Place): SeenMessage[];
  /** The person's direct messages with the bot. */
  directMessageChannelId(userId: string): string;
  /**
   * A new person, in these servers and with open direct messages; gone after a reset. Returns their id.
   *
   * @throws SandboxError when there is no such server
   */
  addUser(user: { name: string; locale?: `${Locale}`; guildIds?: readonly string[] }): string;
}

/** Everything that goes wrong on the real platform, at the press of a switch. */
export interface DiscordFaults {
  kickBot(guildId: string): Promise<void>;
  inviteBot(guildId: string): Promise<void>;
  closeDirectMessages(userId: string): void;
  openDirectMessages(userId: string): void;
  /** READY lists an unavailable guild and no GUILD_CREATE follows; a running bot is told GUILD_DELETE. */
  setGuildAvailable(guildId: string, available: boolean): void;
  /** Cuts every gateway socket. `canResume: false` also forgets the sessions. Resolves when they are gone. */
  dropGateway(options?: { canResume?: boolean }): Promise<void>;
  /** The next REST call (or the next `count`) is answered 429. */
  rateLimitNext(options?: {
    retryAfterSeconds?: number;
    count?: number;
    scope?: "user" | "global" | "shared";
  }): void;
  /** The next REST call (or the next `count`) is answered with this 5xx (default 500) and has no effect. */
  failNext(options?: { status?: number; count?: number }): void;
  /** The next REST call has its effect, but its answer is lost: the connection breaks. */
  loseNextAnswer(): void;
  /** Ends the 15 minutes of an interaction's token now. */
  expireToken(interactionId: string): void;
  /** The next INTERACTION_CREATE goes out twice. */
  duplicateNextInteraction(): void;
}

export interface DiscordControl extends DiscordUserActions {
  readonly faults: DiscordFaults;
  world(): WorldView;
  interaction(id: string): InteractionRecord;
  /** An uploaded or attached file, by its id. */
  file(id: string): { filename: string; contentType: string; bytes: Uint8Array } | undefined;
  /** Streams every change; returns the function that stops it. */
  onEvent(listener: (event: DiscordEvent) => void): () => void;
  /** Newest last; at most the last 1,000. */
  calls(): readonly PlatformCall[];
  /** `GET /some/route` for each call to a route this server does not know. Tests assert it is empty. */
  unknownCalls(): readonly string[];
  gatewayConnections(): readonly GatewayConnection[];
  /**
   * Where interactions go by HTTP instead of the gateway, as on the portal page; null: the gateway again.
   *
   * @throws SandboxError when the endpoint fails the platform's test: a PING, and one with a bad signature.
   */
  setInteractionsEndpoint(url: string | null): Promise<void>;
  /** Resolves when every shard of the bot is connected and READY. */
  waitForGateway(timeoutMs?: number): Promise<void>;
  /**
   * Back to the seed: messages, members, faults and the call log. Registered commands and gateway
   * connections stay, since they belong to the running bot.
   */
  reset(): void;
}

export interface ListenAddresses {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** For discord.js `rest.api`. */
  readonly apiUrl: string;
  /** For discord.js `rest.cdn`; every attachment URL begins with it. */
  readonly cdnUrl: string;
  /** For discord.js `rest.mediaProxy`. */
  readonly mediaUrl: string;
}

export interface DiscordApi extends DiscordControl {
  listen(options?: { port?: number }): Promise<ListenAddresses>;
  close(): Promise<void>;
}
