import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InteractionView } from "../../src/sandbox/discord-api/control.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

let service: Service;
beforeAll(async () => {
  service = await openService({ TRIAL_CREDITS: "600" });
});
afterAll(async () => {
  expect(service.sandbox.discord.unknownCalls()).toEqual([]);
  expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
  await service.close();
});

async function available(platform: "discord" | "telegram", userId: string): Promise<number> {
  const { identifyAccount, readWallet } = service.app.useCases;
  const account = await identifyAccount({ platform, userId, locale: "en" });
  return (await readWallet(account.id)).available;
}

/** 96 credits. */
const DEAR = { model: "flux-2-max", resolution: "4mp", count: 3 };

describe("the catalogue on Discord", () => {
  const { users, channels } = SEED;
  const discord = () => service.sandbox.discord;
  const isDone = ({ attachments, buttons }: SeenMessage) =>
    attachments.length > 0 && buttons.length > 0;

  function run(name: string, options: Record<string, string | number | boolean> = {}) {
    return discord().runCommand({ userId: users.ada, channelId: channels.art, name, options });
  }

  function press(message: SeenMessage, label: string, userId: string = users.ada) {
    const button = message.buttons.find((candidate) => candidate.label.startsWith(label));
    if (!button?.customId) throw new Error(`there is no button ${label}`);
    return discord().pressButton({ userId, messageId: message.id, customId: button.customId });
  }

  const asksBack = (view: InteractionView) =>
    view.waitForMessage(({ text }) => text.includes("This costs 96 credits"), 10_000);

  it("asks before much is spent, hears only its asker, and runs once, also after a restart", async () => {
    const before = await available("discord", users.ada);
    const question = await asksBack(await run("imagine", { prompt: "a red fox", ...DEAR }));
    expect(question.text).toContain(`of your ${before}`);
    expect(await available("discord", users.ada)).toBe(before);

    await service.restart();
    const stranger = await press(question, "Yes", users.bruno);
    const no = await stranger.waitForMessage(({ isEphemeral }) => isEphemeral, 10_000);
    expect(no.text).toContain("gehört jemand anderem");
    expect(await available("discord", users.ada)).toBe(before);

    const [pressed] = await Promise.all([press(question, "Yes"), press(question, "Yes")]);
    const done = await pressed.waitForMessage(isDone, 20_000);
    expect(done.id).toBe(question.id);
    expect(done.attachments).toHaveLength(3);
    expect(done.text).toContain("96 credits** charged");
    expect(await available("discord", users.ada)).toBe(before - 96);
  });

  it("drops what its asker does not want after all", async () => {
    const before = await available("discord", users.ada);
    const question = await asksBack(await run("imagine", { prompt: "a red fox", ...DEAR }));
    await press(question, "Cancel");
    const place = { userId: users.ada, channelId: channels.art };
    await expect
      .poll(() =>
        discord()
          .messages(place)
          .some(({ id }) => id === question.id),
      )
      .toBe(false);
    expect(await available("discord", users.ada)).toBe(before);
  });

  it("makes a clip, and says so", async () => {
    const view = await run("animate", { prompt: "a lighthouse at dusk", seconds: "3" });
    const message = await view.waitForMessage(isDone, 20_000);
    expect(message.attachments[0]?.filename).toMatch(/^clip-1\.(mp4|gif)$/);
    expect(message.attachments[0]?.description).toBe("A short clip: a lighthouse at dusk");
    expect(message.text).toMatch(/Seedance 1 pro fast · 16:9 · 480p · 3 s long · seed \d+/);
  });

  it.each([
    { options: { model: "flux-schnell", guidance: 3 }, says: "FLUX.1 schnell has no guidance" },
    { options: { model: "flux-9" }, says: "I don't know the model “flux-9”. Did you mean" },
    { options: { model: "upscale-fast" }, says: "I don't know the model “upscale-fast”" },
    { options: { resolution: "4mp" }, says: "FLUX.1 schnell has no resolution" },
  ])("refuses $options before anything is set aside", async ({ options, says }) => {
    const before = await available("discord", users.ada);
    const view = await run("imagine", { prompt: "a red fox", ...options });
    const refusal = await view.waitForMessage(({ isEphemeral }) => isEphemeral, 10_000);
    expect(refusal.text.replaceAll("\\", "")).toContain(says);
    expect(refusal.text).toContain("Nothing was charged");
    expect(await available("discord", users.ada)).toBe(before);
  });

  it("turns the pages of /models in place, down to one model and back", async () => {
    const view = await run("models");
    const page = await view.waitForMessage(({ text }) => text.includes("Text to image"), 10_000);
    expect(page.isEphemeral).toBe(true);

    await press(page, "Clips");
    const clips = await view.waitForMessage(({ text }) => text.includes("Kling"), 10_000);
    expect(clips.id).toBe(page.id);
    expect(clips.text).toContain("from 3 credits a second");

    const [menu] = clips.selects;
    if (!menu) throw new Error("there is no list of models");
    const chosen = { userId: users.ada, messageId: clips.id, customId: menu.customId };
    await discord().selectMenu({ ...chosen, values: ["seedance-fast"] });
    const detail = await view.waitForMessage(({ text }) => text.includes("Licence"), 10_000);
    expect(detail.id).toBe(page.id);
    expect(detail.text).toContain("Served by: sketch");
  });

  it("completes models by what they can do", async () => {
    const offered = await discord().autocomplete({
      userId: users.ada,
      channelId: channels.art,
      name: "models",
      options: { model: "video" },
      focused: "model",
    });
    expect(offered.map(({ value }) => value)).toEqual(["seedance-fast", "kling-turbo"]);
  });
});

describe("the catalogue on Telegram", () => {
  const { ana, ben, group } = seedIds;
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

  async function say(text: string, fits: (message: Message) => boolean, chatId: number = ana) {
    const asked = await telegram().sendText({ userId: ana, chatId, text });
    const isLater = (message: Message) => message.message_id > asked.message_id && fits(message);
    return telegram().waitForMessage(chatId, isLater, 20_000);
  }

  function press(message: Message, label: string, userId: number = ana) {
    const button = buttonsOf(message).find((candidate) => candidate.label.startsWith(label));
    if (!button) throw new Error(`there is no button ${label}`);
    const { chat, message_id: messageId } = message;
    return telegram().pressButton({ userId, chatId: chat.id, messageId, data: button.data });
  }

  const words = "model:flux-2-max resolution:4mp count:3";
  const asksBack = (message: Message) => textOf(message).includes("This costs 96 credits");
  const isThere = ({ chat, message_id }: Message) =>
    telegram()
      .messages(chat.id)
      .some((message) => message.message_id === message_id);

  it("asks before much is spent, hears only its asker, and runs once, also after a restart", async () => {
    const before = await available("telegram", String(ana));
    const question = await say(`/imagine a red fox ${words}`, asksBack, group);
    await service.restart();

    const stranger = await press(question, "Yes", ben);
    expect(stranger.text).toContain("gehört jemand anderem");
    expect(await available("telegram", String(ana))).toBe(before);

    await Promise.all([press(question, "Yes"), press(question, "Yes")]);
    const isResult = (message: Message) =>
      message.message_id > question.message_id && textOf(message).includes("96 credits charged");
    await telegram().waitForMessage(group, isResult, 20_000);
    expect(isThere(question)).toBe(false);
    expect(await available("telegram", String(ana))).toBe(before - 96);
    const results = telegram().messages(group).filter(isResult);
    expect(results).toHaveLength(1);
  });

  it("drops what its asker does not want after all", async () => {
    const before = await available("telegram", String(ana));
    const question = await say(`/imagine a red fox ${words}`, asksBack);
    const answer = await press(question, "Cancel");
    expect(answer.text).toContain("Nothing was charged");
    expect(isThere(question)).toBe(false);
    expect(await available("telegram", String(ana))).toBe(before);
  });

  it("sends a clip as one", async () => {
    const isClip = (message: Message) => Boolean(message.animation ?? message.video);
    const clip = await say("/animate a lighthouse at dusk seconds:3", isClip);
    expect(textOf(clip)).toMatch(/Seedance 1 pro fast · 16:9 · 480p · 3 s long/);
    expect(buttonsOf(clip).map(({ label }) => label)).toEqual([
      ...["Again", "Details", "Favourite", "Original", "Delete", "Report"],
    ]);
  });

  it.each([
    { text: "/imagine a fox model:flux-schnell guidance:3", says: "has no guidance" },
    { text: "/imagine a fox model:flux-9", says: "I don't know the model “flux-9”. Did you mean" },
    { text: "/edit make it winter", says: "needs a picture" },
    { text: "/upscale", says: "needs a picture" },
    { text: "/restore", says: "needs a picture" },
    { text: "/remove_text", says: "needs a picture" },
  ])("refuses $text before anything is set aside", async ({ text, says }) => {
    const refusal = await say(text, (message) => textOf(message).includes(says));
    expect(textOf(refusal)).toContain("Nothing was charged");
  });

  it("turns the pages of /models in place, and shows one by name", async () => {
    const page = await say("/models", (message) => textOf(message).includes("Text to image"));
    await press(page, "Special");
    const special = await telegram().waitForMessage(ana, (message) =>
      textOf(message).includes("Remove the background"),
    );
    expect(special.message_id).toBe(page.message_id);

    const detail = await say("/models flux-2-pro", (message) =>
      textOf(message).includes("Licence"),
    );
    expect(textOf(detail)).toContain("4mp: 15 credits a picture, +3 for each picture you give");
    expect(textOf(detail)).toContain("Made with FLUX.2 [pro] by Black Forest Labs");
  });
});
