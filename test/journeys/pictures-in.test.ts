import type { Message } from "grammy/types";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana } = seedIds;
const { users, channels } = SEED;
const ada = { userId: users.ada, channelId: channels.general };
const FOUND_MS = 60_000;

vi.setConfig({ testTimeout: 240_000 });

async function aPhoto(): Promise<Uint8Array> {
  const image = sharp({ create: { width: 80, height: 60, channels: 3, background: "#2980b9" } });
  return new Uint8Array(await image.png().toBuffer());
}

const HOSTILE = new TextEncoder().encode("GIF89a and then nothing that a picture would have");

describe.each([
  ["over connections of its own", { telegram: "polling", discord: "gateway" }],
  ["by HTTP", { telegram: "webhook", discord: "http" }],
] as const)("pictures in, %s", (_, modes) => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "100" }, { modes });
  });
  afterAll(async () => {
    expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
    expect(service.sandbox.discord.unknownCalls()).toEqual([]);
    await service.close();
  });

  const telegram = () => service.sandbox.telegram;
  const discord = () => service.sandbox.discord;
  const later = (asked: Message, fits: (message: Message) => boolean) =>
    telegram().waitForMessage(
      asked.chat.id,
      (message) => message.message_id > asked.message_id && fits(message),
      FOUND_MS,
    );

  async function available(platform: "telegram" | "discord", userId: string): Promise<number> {
    const { identifyAccount, readWallet } = service.app.useCases;
    const account = await identifyAccount({ platform, userId, locale: "en" });
    return (await readWallet(account.id)).available;
  }

  it("changes a photo by its caption, and the result by an answer to it, on Telegram", async () => {
    const me = { userId: ana, chatId: ana };
    const sent = await telegram().sendPhoto({ ...me, bytes: await aPhoto(), caption: "winter" });
    const result = await later(sent, ({ photo }) => photo !== undefined);
    const replyTo = result.message_id;
    const again = await telegram().sendText({ ...me, text: "now spring", replyTo });
    await later(again, ({ photo }) => photo !== undefined);
    const { identifyAccount, listGenerations } = service.app.useCases;
    const { id } = await identifyAccount({
      platform: "telegram",
      userId: String(ana),
      locale: "en",
    });
    expect((await listGenerations(id, { limit: 5 })).map(({ prompt }) => prompt)).toEqual([
      "now spring",
      "winter",
    ]);
  });

  it("gives everything back for a file that is no picture, on both", async () => {
    const before = await available("telegram", String(ana));
    const sent = await telegram().sendDocument({
      userId: ana,
      chatId: ana,
      bytes: HOSTILE,
      fileName: "cat.png",
      caption: "winter",
    });
    await later(sent, ({ text }) => text?.includes("credits are back") ?? false);
    expect(await available("telegram", String(ana))).toBe(before);

    const had = await available("discord", users.ada);
    const run = await discord().runCommand({
      ...ada,
      name: "edit",
      options: { instruction: "winter", image: { filename: "cat.png", bytes: HOSTILE } },
    });
    await run.waitForMessage(({ text }) => text.includes("credits are back"), FOUND_MS);
    expect(await available("discord", users.ada)).toBe(had);
  });

  it("changes an attachment, and any message's picture from its menu, on Discord", async () => {
    const image = { filename: "house.png", bytes: await aPhoto() };
    const run = await discord().runCommand({
      ...ada,
      name: "edit",
      options: { instruction: "winter", image },
    });
    const isDone = ({
      attachments,
      buttons,
      text,
    }: Parameters<Parameters<typeof run.waitForMessage>[0]>[0]) =>
      buttons.some(({ label }) => label === "Again") && (attachments.length > 0 || text !== "");
    await run.waitForMessage(isDone, FOUND_MS);

    const message = await discord().sendMessage({
      userId: users.bruno,
      channelId: channels.general,
      content: "",
      files: [image],
    });
    const opened = await discord().runMessageCommand({
      ...ada,
      name: "Edit this image",
      messageId: message.id,
    });
    expect(opened.record().acknowledgement).toBe("modal");
    await service.restart();
    if (modes.discord === "gateway") await discord().waitForGateway();
    const submitted = await discord().submitModal({
      interactionId: opened.id,
      values: { words: "spring" },
    });
    await submitted.waitForMessage(isDone, FOUND_MS);
  });

  it.runIf(modes.discord === "gateway")("changes a picture in answer to a mention", async () => {
    const image = { filename: "house.png", bytes: await aPhoto() };
    const { id } = await discord().sendMessage({ ...ada, content: "", files: [image] });
    const asked = await discord().sendMessage({
      ...ada,
      content: `<@${SEED.application}> make it autumn`,
      replyTo: id,
    });
    const answered = () =>
      discord()
        .messages(ada)
        .find(({ replyTo, buttons }) => {
          const isDone = buttons.some(({ label }) => label === "Again");
          return replyTo === asked.id && isDone;
        });
    await vi.waitFor(() => expect(answered()).toBeDefined(), { timeout: FOUND_MS });
  });
});
