import { createDisplayCopies } from "./adapters/media/display-copies.js";
import type { SecretKeys } from "./adapters/secrets/secret-keys.js";
import { actions } from "./bots/actions/registry.js";
import type { ChatDuties } from "./bots/chat-duties.js";
import type { Command } from "./bots/commands/command.js";
import { commands, withHelp } from "./bots/commands/registry.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { createDiscordBot } from "./bots/discord/discord-bot.js";
import { createDiscordRest } from "./bots/discord/discord-rest.js";
import { createDiscordNoticeSender } from "./bots/discord/notice-sender.js";
import { createDiscordReplySender } from "./bots/discord/reply-sender.js";
import { createDispatcher, type Dispatcher } from "./bots/dispatcher.js";
import { createNoticeSender } from "./bots/notice-sender.js";
import { createReplySender } from "./bots/reply-sender.js";
import { createTelegramNoticeSender } from "./bots/telegram/notice-sender.js";
import { createTelegramReplySender } from "./bots/telegram/reply-sender.js";
import { createTelegramBot } from "./bots/telegram/telegram-bot.js";
import { createTelegramClient } from "./bots/telegram/telegram-client.js";
import {
  composeDiscordRoutes,
  composeTelegramRoutes,
  composeWebhookTarget,
} from "./compose-chat-routes.js";
import type { Pieces } from "./compose-generation.js";
import type { Clock } from "./core/ports/clock.js";
import type { Log } from "./core/ports/log.js";
import type { Metrics } from "./core/ports/metrics.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import type { Sealer } from "./core/ports/sealer.js";
import type { Heartbeat } from "./core/running/heartbeat.js";
import type { Config } from "./settings/config.js";
import type { Check } from "./web/health-routes.js";
import type { RoutePart } from "./web/routes.js";

const TELEGRAM_API_URL = "https://api.telegram.org";

/** The chats this instance speaks to, as one. */
export interface Bots {
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
  /** One per chat: fails while it is not connected. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Where the chats reach us, for the web role. */
  readonly routes: readonly RoutePart[];
}

interface Chat {
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
  isReady(): boolean;
  readonly routes: readonly RoutePart[];
}

export type Senders = ReturnType<typeof composeSenders>;

export interface BotPieces extends Pieces {
  readonly useCases: UseCases;
  readonly sealer: Sealer;
  readonly senders: Senders;
  readonly heartbeat: Heartbeat;
  readonly extraCommands: readonly Command[];
  readonly metrics: Metrics;
  readonly keys: SecretKeys;
}

/** What results leave through. Made before the bots, because a bot shows progress through it. */
export function composeSenders(
  config: Config,
  pieces: { objects: ObjectStore; log: Log; clock: Clock },
) {
  const deps = { ...pieces, copies: createDisplayCopies() };
  const rest = config.discord && createDiscordRest(config.discord);
  const api = config.telegram && createTelegramClient(withApiUrl(config.telegram));
  const sender = createReplySender({
    ...(rest && { discord: createDiscordReplySender({ ...deps, rest }) }),
    ...(api && { telegram: createTelegramReplySender({ ...deps, api }) }),
  });
  const notices = createNoticeSender({
    ...(rest && { discord: createDiscordNoticeSender({ ...deps, rest }) }),
    ...(api && { telegram: createTelegramNoticeSender({ ...deps, api }) }),
  });
  return { sender, notices, discordRest: rest, copies: deps.copies };
}

export function composeBots(config: Config, pieces: BotPieces): Bots {
  const dispatcher = createDispatcher({
    commands: withHelp([...commands, ...pieces.extraCommands]),
    actions,
    useCases: pieces.useCases,
    support: config.supportContact,
    log: pieces.log,
    onAnswered: pieces.metrics.countInteraction,
  });
  const chats: Record<string, Chat> = {
    ...discordChat(config, pieces, dispatcher),
    ...telegramChat(config, pieces, dispatcher),
  };
  return {
    async start() {
      await Promise.all(Object.values(chats).map((chat) => chat.start()));
    },
    async stop(graceMs) {
      await Promise.all(Object.values(chats).map((chat) => chat.stop(graceMs)));
    },
    checks: Object.fromEntries(Object.entries(chats).map(([name, chat]) => [name, toCheck(chat)])),
    routes: Object.values(chats).flatMap(({ routes }) => routes),
  };
}

function discordChat(
  config: Config,
  pieces: BotPieces,
  dispatcher: Dispatcher,
): Record<string, Chat> {
  const { discordRest } = pieces.senders;
  const duties = config.discord && toDuties(config, config.discord.mode);
  if (!config.discord || !discordRest || !duties) return {};
  const discord = createDiscordBot({
    ...pieces,
    settings: config.discord,
    duties,
    rest: discordRest,
    dispatcher,
    chatUpdates: pieces.database.stores.chatUpdates,
    pending: pieces.database.stores.pending,
    copies: pieces.senders.copies,
    leases: pieces.database.stores.leases,
    identifyAccount: pieces.useCases.identifyAccount,
    findOwnPictures: pieces.useCases.findOwnPictures,
    showProgress: pieces.useCases.showProgress,
    onAcknowledged: pieces.metrics.observeAcknowledgement,
  });
  const routes = composeDiscordRoutes(config.discord, discord, pieces);
  return { discord: { ...discord, routes } };
}

function telegramChat(
  config: Config,
  pieces: BotPieces,
  dispatcher: Dispatcher,
): Record<string, Chat> {
  const duties = config.telegram && toDuties(config, config.telegram.mode);
  if (!config.telegram || !duties) return {};
  const { chatUpdates, pending, deliveries } = pieces.database.stores;
  const bot = createTelegramBot({
    ...pieces,
    config: withApiUrl(config.telegram),
    duties,
    webhook: composeWebhookTarget(config, pieces.keys),
    dispatcher,
    chatUpdates,
    pending,
    deliveries,
    copies: pieces.senders.copies,
    identifyAccount: pieces.useCases.identifyAccount,
    findOwnPictures: pieces.useCases.findOwnPictures,
    showProgress: pieces.useCases.showProgress,
  });
  const routes = composeTelegramRoutes(config.telegram, bot, pieces);
  return { telegram: { ...bot, routes, stop: (withinMs) => bot.stop({ withinMs }) } };
}

/**
 * A connection of ours is the bot's to keep; what comes to us over HTTP arrives where the web role is. Null when a chat
 * is none of this process's business, results aside.
 */
function toDuties(
  { roles }: Pick<Config, "roles">,
  mode: "gateway" | "polling" | "http" | "webhook",
): ChatDuties | null {
  const isConnection = mode === "gateway" || mode === "polling";
  const isOurs = roles.includes(isConnection ? "bot" : "web");
  const way = isConnection ? "connection" : "http";
  const registers = roles.includes("bot");
  return registers || isOurs ? { registers, hears: isOurs ? way : "nothing" } : null;
}

function withApiUrl(telegram: NonNullable<Config["telegram"]>) {
  return { token: telegram.token, apiUrl: telegram.apiUrl ?? TELEGRAM_API_URL };
}

function toCheck(chat: Chat): Check {
  return async () => {
    if (!chat.isReady()) throw new Error("not connected");
  };
}
