import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { InteractionView, Place } from "../../src/sandbox/discord-api/control.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana, ben, chiara, group } = seedIds;
const { users, channels } = SEED;
const FOUND_MS = 30_000;
const art = { userId: users.ada, channelId: channels.art };

vi.setConfig({ testTimeout: 90_000 });

describe("for one's own eyes", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "60" });
  });
  afterAll(async () => {
    expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
    expect(service.sandbox.discord.unknownCalls()).toEqual([]);
    await service.close();
  });

  async function available(platform: "telegram" | "discord", userId: string): Promise<number> {
    const { identifyAccount, readWallet } = service.app.useCases;
    const account = await identifyAccount({ platform, userId, locale: "en" });
    return (await readWallet(account.id)).available;
  }

  /** What is left in the tables of the newest request. */
  async function left(): Promise<{ words: number; outputs: number; assets: number }> {
    const { client } = service.app;
    const newest = await client.generation.findFirst({ orderBy: { createdAt: "desc" } });
    const where = { generationId: newest?.id ?? "" };
    return {
      words: await client.generationContents.count({ where }),
      outputs: await client.generationOutput.count({ where }),
      assets: await client.asset.count({ where: { key: { contains: where.generationId } } }),
    };
  }
  const NOTHING = { words: 0, outputs: 0, assets: 0 };

  describe("on Telegram", () => {
    const telegram = () => service.sandbox.telegram;
    const textOf = (message: Message) => message.text ?? message.caption ?? "";
    const buttonsOf = (message: Message) =>
      (message.reply_markup?.inline_keyboard ?? [])
        .flat()
        .flatMap((button) =>
          "callback_data" in button
            ? [{ label: button.text, data: String(button.callback_data) }]
            : [],
        );
    const says = (words: string) => (message: Message) => textOf(message).includes(words);

    async function say(text: string, userId: number = ana, chatId: number = userId) {
      const since = telegram().messages(userId).at(-1)?.message_id ?? 0;
      const asked = await telegram().sendText({ userId, chatId, text });
      return { asked, since };
    }

    const hears = (chatId: number, after: number, fits: (message: Message) => boolean) =>
      telegram().waitForMessage(
        chatId,
        (message) => message.message_id > after && Boolean(message.from?.is_bot) && fits(message),
        FOUND_MS,
      );

    function press(message: Message, label: string, userId: number = ana) {
      const button = buttonsOf(message).find((one) => one.label === label);
      if (!button) throw new Error(`there is no button ${label}`);
      const { message_id: messageId, chat } = message;
      return telegram().pressButton({ userId, chatId: chat.id, messageId, data: button.data });
    }

    it("answers a group's private request alone, stays so over a restart, and is shared once", async () => {
      const { asked, since } = await say("/imagine a secret fox private:yes", ana, group);
      await hears(group, asked.message_id, says("Answered in private"));
      const result = await hears(ana, since, ({ photo }) => photo !== undefined);
      expect(buttonsOf(result).map(({ label }) => label)).toContain("Share");

      await service.restart();
      await press(result, "Again");
      const again = await hears(ana, result.message_id, ({ photo }) => photo !== undefined);
      expect(buttonsOf(again).map(({ label }) => label)).toContain("Share");
      const inGroup = () =>
        telegram()
          .messages(group)
          .filter(({ message_id, from }) => message_id > asked.message_id && from?.is_bot);
      expect(inGroup().map(textOf).join()).not.toContain("secret");

      await press(result, "Share");
      const shared = await hears(group, asked.message_id, ({ photo }) => photo !== undefined);
      expect(shared.reply_to_message?.message_id).toBe(asked.message_id);
      expect(buttonsOf(shared).map(({ label }) => label)).toContain("Again");
      expect(buttonsOf(shared).map(({ label }) => label)).not.toContain("Share");
      await press(result, "Share");
      await hears(ana, again.message_id, says("shared this one already"));
      expect(inGroup().filter(({ photo }) => photo)).toHaveLength(1);

      // Whoever reads along may ask where it is from, and learns no more than that.
      const replyTo = shared.message_id;
      const benSince = telegram().messages(ben).at(-1)?.message_id ?? 0;
      await telegram().sendText({ userId: ben, chatId: group, text: "/job", replyTo });
      const told = await hears(ben, benSince, says("FLUX.1 schnell"));
      expect(textOf(told)).toContain("Hier gemacht, mit KI.");
      expect(textOf(told)).not.toContain("secret");

      // Its owner is told the same, and shown it.
      const anaSince = telegram().messages(ana).at(-1)?.message_id ?? 0;
      const own = { userId: ana, chatId: ana, text: "/job", replyTo: result.message_id };
      await telegram().sendText(own);
      const known = await hears(ana, anaSince, says("Made here, with AI."));
      expect(textOf(known)).toContain("a secret fox");
    });

    it("tells who never started the bot how to, before anything is paid", async () => {
      await telegram().blockBot(chiara);
      const { asked } = await say("/imagine a secret fox keep:no", chiara, group);
      const told = await hears(group, asked.message_id, says("press Start and ask again"));
      expect(textOf(told)).toContain("https://t.me/atelier_sandbox_bot");
      expect(await available("telegram", String(chiara))).toBe(60);
      await telegram().unblockBot(chiara);
    });

    it("keeps nothing of what is not to be kept, says so before it starts, and shows the price after", async () => {
      const before = await available("telegram", String(ana));
      service.pace.ms = 1_500;
      const { since } = await say("/imagine a very secret fox keep:no");
      const queued = await hears(ana, since, says("Not kept:"));
      expect(queued.photo).toBeUndefined();
      expect(textOf(queued)).toContain("no Again");
      service.pace.ms = 100;
      const result = await hears(ana, since, ({ photo }) => photo !== undefined);
      expect(buttonsOf(result)).toEqual([]);
      await expect.poll(left, { timeout: FOUND_MS }).toEqual(NOTHING);
      expect(await available("telegram", String(ana))).toBe(before - 1);

      const id = /· ([0-9a-f]{8})\n/.exec(textOf(result))?.[1];
      await say(`/job ${id}`);
      const gone = await hears(ana, result.message_id, says("not to be kept"));
      expect(textOf(gone)).toContain("1 credit charged");
      expect(textOf(gone)).not.toContain("secret");
      await say("/job");
      await hears(ana, gone.message_id, says("not kept, as asked"));
    });

    it("goes by what a person has set", async () => {
      const { since } = await say("/settings language:de", ana);
      const settings = await hears(ana, since, says("Deine Einstellungen"));
      await press(settings, "Nur mir zeigen");
      const { asked, since: later } = await say("/imagine ein Fuchs", ana, group);
      await hears(group, asked.message_id, says("Privat beantwortet"));
      const result = await hears(ana, later, ({ photo }) => photo !== undefined);
      expect(textOf(result)).toContain("berechnet");
      const open = await say("/imagine ein Fuchs private:no", ana, group);
      await hears(group, open.asked.message_id, ({ photo }) => photo !== undefined);
      await say("/settings language:auto private:no");
      await hears(ana, result.message_id, says("Your settings"));
    });
  });

  describe("on Discord", () => {
    const discord = () => service.sandbox.discord;
    const isDone = ({ attachments }: SeenMessage) => attachments.length > 0;
    const hasPicture = { timeout: FOUND_MS };

    const run = (
      name: string,
      options: Record<string, string | number | boolean> = {},
      place: Place = art,
    ) => discord().runCommand({ ...place, name, options });
    const imagine = (options: Record<string, string | number | boolean>) =>
      run("imagine", { prompt: "a hidden owl", ...options });
    const seen = (userId: string) => discord().messages({ userId, channelId: channels.art });

    function press(
      message: SeenMessage,
      label: string,
      userId: string = users.ada,
    ): Promise<InteractionView> {
      const button = message.buttons.find((one) => one.label === label);
      if (!button?.customId) throw new Error(`there is no button ${label}`);
      return discord().pressButton({ userId, messageId: message.id, customId: button.customId });
    }

    it("shows it to its asker alone, also what is made of it, until it is shared", async () => {
      const view = await imagine({ private: true });
      const message = await view.waitForMessage(isDone, FOUND_MS);
      expect(message.isEphemeral).toBe(true);
      await service.restart();
      const again = await (await press(message, "Again")).waitForMessage(isDone, FOUND_MS);
      expect(again.isEphemeral).toBe(true);
      expect(seen(users.bruno).filter(({ text }) => text.includes("hidden owl"))).toEqual([]);

      const told = await press(message, "Share");
      await told.waitForMessage(({ text }) => text.includes("Shared where you asked"), FOUND_MS);
      const shared = () => seen(users.bruno).filter(({ text }) => text.includes("hidden owl"));
      await expect.poll(() => shared().length, hasPicture).toBe(1);
      const once = await press(message, "Share");
      await once.waitForMessage(({ text }) => text.includes("shared this one already"), FOUND_MS);
      expect(shared()).toHaveLength(1);

      const [open] = shared();
      if (!open) throw new Error("it is not shared");
      const asked = await discord().runMessageCommand({
        userId: users.bruno,
        channelId: channels.art,
        name: "Made here?",
        messageId: open.id,
      });
      const origin = await asked.waitForMessage(({ text }) => text.includes("FLUX.1"), FOUND_MS);
      expect(origin.isEphemeral).toBe(true);
      expect(origin.text).not.toContain("owl");
    });

    it("brings it by direct message when its token is dead, and lets nobody else share it", async () => {
      service.pace.ms = 2_000;
      const view = await imagine({ private: true, prompt: "a shy owl" });
      await view.waitForMessage(({ text }) => text.includes("Making"), FOUND_MS);
      discord().faults.expireToken(view.id);
      service.pace.ms = 100;
      const mine = () =>
        discord()
          .messages({ userId: users.ada, channelId: SEED.directMessages.ada })
          .filter(({ text, attachments }) => text.includes("shy owl") && attachments.length > 0);
      await expect.poll(() => mine().length, hasPicture).toBe(1);
      expect(seen(users.bruno).filter(({ text }) => text.includes("shy owl"))).toEqual([]);
      const [message] = mine();
      const share = message?.buttons.find(({ label }) => label === "Share");
      expect(share).toBeDefined();
      const { shareGeneration, identifyAccount } = service.app.useCases;
      const stranger = await identifyAccount({
        platform: "discord",
        userId: users.bruno,
        locale: "en",
      });
      const generationId = share?.customId?.split(":")[1] as never;
      expect(await shareGeneration({ accountId: stranger.id, generationId })).toMatchObject({
        refusal: { kind: "not_yours" },
      });
    });

    it("keeps nothing of what is not to be kept", async () => {
      const view = await imagine({ keep: false, prompt: "a very hidden owl" });
      const message = await view.waitForMessage(isDone, FOUND_MS);
      expect(message.isEphemeral).toBe(true);
      expect(message.buttons).toEqual([]);
      await expect.poll(left, { timeout: FOUND_MS }).toEqual(NOTHING);
    });

    it("goes by what a person has set, in time for the acknowledgement", async () => {
      const settings = await run("settings");
      const shown = await settings.waitForMessage(
        ({ text }) => text.includes("Your settings"),
        FOUND_MS,
      );
      await press(shown, "Show only to me");
      await expect
        .poll(() => seen(users.ada).find(({ id }) => id === shown.id)?.text, hasPicture)
        .toContain("you alone");
      const view = await imagine({});
      expect((await view.waitForMessage(isDone, FOUND_MS)).isEphemeral).toBe(true);
      expect(view.record().acknowledgedAfterMs).toBeLessThan(1_000);
      const open = await imagine({ private: false });
      expect((await open.waitForMessage(isDone, FOUND_MS)).isEphemeral).toBe(false);
      await run("settings", { private: false });
    });
  });
});
