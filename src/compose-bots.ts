import { actions } from "./bots/actions/registry.js";
import type { Command } from "./bots/commands/command.js";
import { commands, withHelp } from "./bots/commands/registry.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { createDiscordBot } from "./bots/discord/discord-bot.js";
import { createDiscordRest } from "./bots/discord/discord-rest.js";
import { createDiscordReplySender } from "./bots/discord/reply-sender.js";
import { createDispatcher, type Dispatcher } from "./bots/dispatcher.js";
import { createReplySender } from "./bots/reply-sender.js";
import { createTelegramReplySender } from "./bots/telegram/reply-sender.js";
import { createTelegramBot } from "./bots/telegram/telegram-bot.js";
import { createTelegramClient } from "./bots/telegram/telegram-client.js";
import type { Pieces } from "./compose-generation.js";
import type { Clock } from "./core/ports/clock.js";
import type { Log } from "./core/ports/log.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import type { Sealer } from "./core/ports/sealer.js";
import type { Config } from "./settings/config.js";
import type { Check } from "./web/health-routes.js";

const TELEGRAM_API_URL = "https://api.telegram.org";

/** The chats this instance speaks to, as one. */
export interface Bots {
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
  /** One per chat: fails while it is not connected. */
  readonly checks: Readonly<Record<string, Check>>;
}

interface Chat {
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
  isReady(): boolean;
}

export type Senders = ReturnType<typeof composeSenders>;

export interface BotPieces extends Pieces {
  readonly useCases: UseCases;
  readonly sealer: Sealer;
  readonly senders: Senders;
  readonly extraCommands: readonly Command[];
}

/** What results leave through. Made before the bots, because a bot shows progress through it. */
export function composeSenders(
  config: Config,
  deps: { objects: ObjectStore; log: Log; clock: Clock },
) {
  const rest = config.discord && createDiscordRest(config.discord);
  const api = config.telegram && createTelegramClient(withApiUrl(config.telegram));
  const sender = createReplySender({
    ...(rest && { discord: createDiscordReplySender({ ...deps, rest }) }),
    ...(api && { telegram: createTelegramReplySender({ ...deps, api }) }),
  });
  return { sender, discordRest: rest };
}

export function composeBots(config: Config, pieces: BotPieces): Bots {
  const dispatcher = createDispatcher({
    commands: withHelp([...commands, ...pieces.extraCommands]),
    actions,
    useCases: pieces.useCases,
    support: config.supportContact,
    log: pieces.log,
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
  };
}

function discordChat(
  config: Config,
  pieces: BotPieces,
  dispatcher: Dispatcher,
): Record<string, Chat> {
  const { discordRest } = pieces.senders;
  if (!config.discord || !discordRest) return {};
  const discord = createDiscordBot({
    ...pieces,
    settings: config.discord,
    rest: discordRest,
    dispatcher,
    chatUpdates: pieces.database.stores.chatUpdates,
    showProgress: pieces.useCases.showProgress,
  });
  return { discord };
}

function telegramChat(
  config: Config,
  pieces: BotPieces,
  dispatcher: Dispatcher,
): Record<string, Chat> {
  if (!config.telegram) return {};
  const { chatUpdates, pending } = pieces.database.stores;
  const bot = createTelegramBot({
    ...pieces,
    config: withApiUrl(config.telegram),
    dispatcher,
    chatUpdates,
    pending,
    identifyAccount: pieces.useCases.identifyAccount,
    showProgress: pieces.useCases.showProgress,
  });
  return { telegram: { ...bot, stop: (withinMs) => bot.stop({ withinMs }) } };
}

function withApiUrl(telegram: NonNullable<Config["telegram"]>) {
  return { token: telegram.token, apiUrl: telegram.apiUrl ?? TELEGRAM_API_URL };
}

function toCheck(chat: Chat): Check {
  return async () => {
    if (!chat.isReady()) throw new Error("not connected");
  };
}
