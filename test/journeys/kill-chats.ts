import { createDiscordApi } from "../../src/sandbox/discord-api/discord-api.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import type { TelegramControl } from "../../src/sandbox/telegram-api/control-types.js";
import { createTelegramApi } from "../../src/sandbox/telegram-api/telegram-api.js";
import { until } from "../jobs/until.js";

export type Platform = "discord" | "telegram";

/** A message of the bot, as the person sees it. */
export interface SeenMessage {
  readonly text: string;
  readonly pictureCount: number;
  /** It says that something is still to come. */
  readonly isPending: boolean;
}

/** What the platform says of a request: whether the bot was heard to take it. */
export interface Asked {
  readonly isTaken: boolean;
  /** The key of its update, where it is known. */
  readonly updateKey: string | null;
}

/** One person and their place, from now on. */
export interface PersonsChat {
  readonly platform: Platform;
  readonly userId: string;
  /** Asks for a picture; what comes of it shows in `seen`. */
  ask(prompt: string): Promise<Asked>;
  /** Presses the newest button of this name. */
  press(label: string): Promise<void>;
  /** What the bot has said here since, oldest first. */
  seen(): readonly SeenMessage[];
}

/** A platform's server in this process, which stays when the service is killed. */
export interface ChatServer {
  readonly platform: Platform;
  /** What points the service at it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The same person as before, where there are few, unless a newcomer is asked for. */
  openChat(options?: { isNewcomer?: boolean }): Promise<PersonsChat>;
  /** Resolves when commands can be typed. */
  isOpen(): Promise<void>;
  close(): Promise<void>;
}

const PENDING = /Queued|Making your picture|In der Warteschlange|Dein Bild entsteht/;

export async function openDiscord(): Promise<ChatServer> {
  const api = createDiscordApi();
  const { apiUrl, cdnUrl, mediaUrl } = await api.listen();
  const general = { userId: SEED.users.ada, channelId: SEED.channels.general };
  const newcomers = [
    { userId: SEED.users.bruno, channelId: SEED.channels.bilder },
    { userId: SEED.users.chloe, channelId: SEED.directMessages.chloe },
  ];

  function openChat(isNewcomer: boolean): PersonsChat {
    const place = isNewcomer ? newcomers.shift() : general;
    if (!place) throw new Error("everybody has been here");
    const listed = () => api.messages(place).filter(({ isFromBot }) => isFromBot);
    const before = new Set(listed().map(({ id }) => id));
    const fresh = () => listed().filter(({ id }) => !before.has(id));
    return {
      platform: "discord",
      userId: place.userId,
      async ask(prompt) {
        const run = await api.runCommand({ ...place, name: "imagine", options: { prompt } });
        return { isTaken: run.record().state === "acknowledged", updateKey: run.id };
      },
      async press(label) {
        const message = fresh().findLast(({ buttons }) =>
          buttons.some((one) => one.label === label),
        );
        const customId = message?.buttons.find((one) => one.label === label)?.customId;
        if (!message || !customId) throw new Error(`there is no button ${label}`);
        const { userId } = place;
        await api.pressButton({ userId, messageId: message.id, customId });
      },
      seen: () =>
        fresh().map(({ text, isLoading, attachments }) => ({
          text,
          pictureCount: attachments.length,
          isPending: isLoading || PENDING.test(text),
        })),
    };
  }

  return {
    platform: "discord",
    settings: {
      DISCORD_TOKEN: "a-bot-token",
      DISCORD_API_URL: apiUrl,
      DISCORD_CDN_URL: cdnUrl,
      DISCORD_MEDIA_URL: mediaUrl,
    },
    openChat: async ({ isNewcomer = false } = {}) => openChat(isNewcomer),
    isOpen: () => until("its commands", async () => (await api.listCommands(general)).length > 0),
    close: () => api.close(),
  };
}

export async function openTelegram(): Promise<ChatServer & { control: TelegramControl }> {
  const api = createTelegramApi();
  const { apiRoot } = await api.listen();
  const { control } = api;

  async function openChat(): Promise<PersonsChat> {
    const { id: userId } = await control.addPerson({ firstName: "Kim", languageCode: "en" });
    const place = { userId, chatId: userId };
    const listed = () => control.messages(userId).filter(({ from }) => from?.is_bot);
    return {
      platform: "telegram",
      userId: String(userId),
      async ask(prompt) {
        await control.sendText({ ...place, text: `/imagine ${prompt}` });
        return { isTaken: true, updateKey: null };
      },
      async press(label) {
        for (const { message_id: messageId, reply_markup: markup } of listed().reverse()) {
          const buttons = markup?.inline_keyboard.flat() ?? [];
          const button = buttons.find(({ text }) => text === label);
          if (!button || !("callback_data" in button)) continue;
          await control.pressButton({
            ...place,
            messageId,
            data: button.callback_data,
            timeoutMs: 1,
          });
          return;
        }
        throw new Error(`there is no button ${label}`);
      },
      seen: () =>
        listed().map(({ text, caption, photo }) => ({
          text: text ?? caption ?? "",
          pictureCount: photo ? 1 : 0,
          isPending: PENDING.test(text ?? ""),
        })),
    };
  }

  return {
    platform: "telegram",
    control,
    settings: { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_URL: apiRoot },
    openChat,
    isOpen: async () => undefined,
    close: () => api.close(),
  };
}
