import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InteractionView } from "../../src/sandbox/discord-api/control.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { createServerDatabase } from "../fixtures/database.js";
import { claimRedisDatabase } from "../fixtures/redis.js";
import { openService, type Service } from "../fixtures/service.js";

const hasPostgres = Boolean(process.env.TEST_DATABASE_URL);
const hasRedis = hasPostgres && Boolean(process.env.TEST_REDIS_URL);

describe.skipIf(!hasPostgres)(
  `on a Postgres server${hasPostgres ? "" : " (needs TEST_DATABASE_URL)"}`,
  () => {
    describeJourneys(async () => {
      const database = await createServerDatabase();
      return { settings: { DATABASE_URL: database.url }, drop: database.drop };
    });
  },
);

describe.skipIf(!hasRedis)(
  `on a Postgres server and Redis${hasRedis ? "" : " (needs TEST_DATABASE_URL and TEST_REDIS_URL)"}`,
  () => {
    describeJourneys(async () => {
      const database = await createServerDatabase();
      const redis = await claimRedisDatabase();
      return {
        settings: { DATABASE_URL: database.url, REDIS_URL: redis.url },
        drop: async () => {
          await redis.release();
          await database.drop();
        },
      };
    });
  },
);

interface Servers {
  readonly settings: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** A picture, another one, one cancelled, and what is left of the credits. */
function describeJourneys(open: () => Promise<Servers>): void {
  let servers: Servers;
  let service: Service;
  beforeAll(async () => {
    servers = await open();
    service = await openService({ ...servers.settings, TRIAL_CREDITS: "24" });
  });
  afterAll(async () => {
    await service.close();
    await servers.drop();
  });

  it("makes, repeats, cancels and counts on Discord", async () => {
    const { discord } = service.sandbox;
    const place = { userId: SEED.users.ada, channelId: SEED.channels.art };
    const imagine = (prompt: string) =>
      discord.runCommand({ ...place, name: "imagine", options: { prompt } });
    const press = ({ id: messageId, buttons }: SeenMessage, label: string) => {
      const customId = buttons.find((button) => button.label === label)?.customId ?? "none";
      return discord.pressButton({ userId: place.userId, messageId, customId });
    };
    const picture = (view: InteractionView, but = "") =>
      view.waitForMessage(({ id, attachments }) => attachments.length === 1 && id !== but, 15_000);

    const first = await picture(await imagine("a red fox"));
    await picture(await press(first, "Again"), first.id);

    service.pace.ms = 5_000;
    const slow = await imagine("a slow fox");
    const hasCancel = ({ buttons }: SeenMessage) => buttons.some(({ label }) => label === "Cancel");
    await press(await slow.waitForMessage(hasCancel), "Cancel");
    await slow.waitForMessage(({ text }) => text.includes("Cancelled"));

    service.pace.ms = 100;
    const balance = await discord.runCommand({ ...place, name: "balance" });
    await balance.waitForMessage(({ text }) => text.includes("22"));
    expect(await service.app.adminCommands.reconcile?.({})).toMatchObject({ isFine: true });
  });

  it("makes, repeats, cancels and counts on Telegram", async () => {
    const { telegram } = service.sandbox;
    const { ana } = seedIds;
    const say = (text: string) => telegram.sendText({ userId: ana, chatId: ana, text });
    const after = (earlier: Message, fits: (message: Message) => boolean) =>
      telegram.waitForMessage(
        ana,
        (message) => message.message_id > earlier.message_id && fits(message),
        15_000,
      );
    const buttonsOf = ({ reply_markup: markup }: Message) => markup?.inline_keyboard.flat() ?? [];
    const press = (message: Message, label: string) => {
      const button = buttonsOf(message).find(({ text }) => text === label);
      const data = button && "callback_data" in button ? button.callback_data : "none";
      return telegram.pressButton({
        userId: ana,
        chatId: ana,
        messageId: message.message_id,
        data,
      });
    };

    const first = await after(await say("/imagine a red fox"), ({ photo }) => Boolean(photo));
    await press(first, "Again");
    const second = await after(first, ({ photo }) => Boolean(photo));

    service.pace.ms = 5_000;
    await say("/imagine a slow fox");
    const hasCancel = (message: Message) =>
      buttonsOf(message).some(({ text }) => text === "Cancel");
    expect(await press(await after(second, hasCancel), "Cancel")).toMatchObject({
      text: expect.stringContaining("1 credit back"),
    });

    service.pace.ms = 100;
    await after(await say("/balance"), ({ text }) => text?.includes("22") ?? false);
    expect(await service.app.adminCommands.reconcile?.({})).toMatchObject({ isFine: true });
  });
}
