import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import type { Workshop } from "../../fixtures/workshop.js";
import { until } from "../../jobs/until.js";
import { askedBy, openPictureWorkshop } from "./picture-desk.js";
import { aPicture, openWorld, type World } from "./telegram-world.js";

const { pictures } = wordings.en;
const said = (text: Parameters<typeof toPlainText>[0]) => toPlainText(text);

// Pictures are really drawn here, on however few cores.
vi.setConfig({ testTimeout: 90_000 });

let workshop: Workshop;
let serve: (world: World) => void;
let world: World;
let ana: number;
let ben: number;
let group: number;

beforeAll(async () => {
  ({ workshop, serve } = await openPictureWorkshop());
});
afterAll(() => workshop.close());

beforeEach(async () => {
  world = await openWorld(workshop);
  serve(world);
  ({ ana, ben, group } = world.ids);
  await world.startBot();
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  expect(world.log.lines.join("\n")).not.toContain(world.config.token);
  workshop.queued.length = 0;
  await world.close();
});

const alone = (userId: number) => ({ userId, chatId: userId });
const inGroup = (userId: number) => ({ userId, chatId: group });
const botName = () => `@${world.control.bot().username}`;

/** Waits until the person has asked for this many pictures, does the work, and tells what became of the newest. */
async function finished(userId: number, count = 1) {
  await until("it is asked for", async () => (await askedBy(world, userId)).length === count);
  await until("its intake is queued", () => workshop.queued.length > 0);
  await world.finishWork();
  const [newest] = await askedBy(world, userId);
  if (!newest) throw new Error("nothing was asked for");
  return newest;
}

const aResult = (chatId: number, timeoutMs?: number) =>
  world.control.waitForMessage(chatId, ({ photo }) => photo !== undefined, timeoutMs);
const hears = (chatId: number, text: string) =>
  world.control.waitForMessage(chatId, (message) => message.text === text);
const fileSource = (ref: unknown) => ({
  kind: "chat_file",
  platform: "telegram",
  botId: world.botId,
  ref,
});

describe("telegram: a picture in a private chat", () => {
  it("is changed by its caption, from the largest size there is", async () => {
    const bytes = await aPicture({ width: 1_000, height: 600 });
    const sent = await world.control.sendPhoto({ ...alone(ana), bytes, caption: "make it winter" });
    const asked = await finished(ana);
    expect(asked).toMatchObject({ prompt: "make it winter", state: "succeeded", widths: [1_000] });
    expect(asked.sources).toEqual([fileSource(sent.photo?.at(-1)?.file_id)]);
    expect((await aResult(ana)).reply_to_message?.message_id).toBe(sent.message_id);
  });

  it("takes options in the caption", async () => {
    const caption = "make it winter model:flux-kontext-max seed:7";
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture(), caption });
    const asked = await finished(ana);
    expect(asked).toMatchObject({ prompt: "make it winter", modelId: "flux-kontext-max" });
  });

  it("may be a file that tells nothing of itself but its name", async () => {
    await world.control.sendDocument({
      ...alone(ana),
      bytes: await aPicture({ width: 64, height: 40 }),
      fileName: "IMG_0001.heic",
      mimeType: "application/octet-stream",
      caption: "make it winter",
    });
    expect(await finished(ana)).toMatchObject({ state: "succeeded", widths: [64] });
  });

  it("gives the credits back for a file that is no picture after all", async () => {
    await world.control.sendDocument({
      ...alone(ana),
      bytes: new TextEncoder().encode("<?php these are no pixels ?>"),
      fileName: "holiday.png",
      caption: "make it winter",
    });
    expect(await finished(ana)).toMatchObject({ state: "failed" });
    const told = await world.control.waitForMessage(ana, ({ text }) => text !== undefined);
    expect(told.text).toMatch(/picture/i);
    const { id } = await world.useCases.identifyAccount({
      platform: "telegram",
      userId: String(ana),
      locale: "en",
    });
    expect(await world.useCases.readWallet(id)).toMatchObject({ available: 1_000, held: 0 });
  });

  it("is changed again by answering the result, from the stored original", async () => {
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture(), caption: "winter" });
    const first = await finished(ana);
    const result = await aResult(ana);
    await world.control.sendText({ ...alone(ana), text: "now snow", replyTo: result.message_id });
    const second = await finished(ana, 2);
    expect(second.sources).toEqual([{ kind: "output", generationId: first.id, index: 0 }]);
    expect(second).toMatchObject({ prompt: "now snow", state: "succeeded" });
  });

  it("is worked from with /edit in answer to it", async () => {
    const sent = await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture() });
    await hears(ana, said(pictures.whatToDo(1)));
    const text = "/edit make it winter";
    await world.control.sendText({ ...alone(ana), text, replyTo: sent.message_id });
    expect((await finished(ana)).sources).toEqual([fileSource(sent.photo?.at(-1)?.file_id)]);
  });

  it("may be a sticker that stands still", async () => {
    const bytes = new Uint8Array(
      await sharp(await aPicture())
        .webp()
        .toBuffer(),
    );
    const sticker = await world.control.sendSticker({ ...alone(ana), kind: "still", bytes });
    await hears(ana, said(pictures.whatToDo(1)));
    const text = "make it winter";
    await world.control.sendText({ ...alone(ana), text, replyTo: sticker.message_id });
    expect(await finished(ana)).toMatchObject({ state: "succeeded", widths: [48] });
  });
});

describe("telegram: a picture without a word", () => {
  it("is asked about, and the next message says what is to be done", async () => {
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture() });
    await hears(ana, said(pictures.whatToDo(1)));
    expect(await askedBy(world, ana)).toEqual([]);
    await world.control.sendText({ ...alone(ana), text: "make it winter" });
    expect(await finished(ana)).toMatchObject({ prompt: "make it winter", widths: [48] });
  });

  it("is made larger at the press of a button, once however often that is pressed", async () => {
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture() });
    const { message_id: messageId } = await hears(ana, said(pictures.whatToDo(1)));
    const press = { ...alone(ana), messageId, data: "do:upscale.1" };
    await Promise.all([world.control.pressButton(press), world.control.pressButton(press)]);
    expect(await finished(ana)).toMatchObject({ prompt: "", state: "succeeded" });
    expect(await askedBy(world, ana)).toHaveLength(1);
  });

  it("is edited at the press of a button, which asks for the words", async () => {
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture() });
    const { message_id: messageId } = await hears(ana, said(pictures.whatToDo(1)));
    await world.control.pressButton({ ...alone(ana), messageId, data: "do:edit.1" });
    await hears(ana, said(wordings.en.ask.forInstruction));
    await world.control.sendText({ ...alone(ana), text: "make it winter" });
    expect(await finished(ana)).toMatchObject({ prompt: "make it winter", widths: [48] });
  });

  it("is asked about when it was forwarded: the words under it are somebody else's", async () => {
    const original = await world.control.sendPhoto({
      ...inGroup(ben),
      bytes: await aPicture(),
      caption: "my holiday",
    });
    const { message_id: messageId } = original;
    await world.control.forward({ userId: ana, fromChatId: group, messageId, toChatId: ana });
    await hears(ana, said(pictures.whatToDo(1)));
    expect(await askedBy(world, ana)).toEqual([]);
  });

  it("keeps a forged or outlived button from doing anything", async () => {
    await world.control.sendPhoto({ ...alone(ana), bytes: await aPicture() });
    const { message_id: messageId } = await hears(ana, said(pictures.whatToDo(1)));
    for (const data of ["do:upscale.3", "do:balance.1", "do:nonsense", "do:edit.99"]) {
      const press = { ...alone(ana), messageId, data, isStale: true };
      expect(await world.control.pressButton(press)).toMatchObject({
        text: said(pictures.noLongerThere).slice(0, 200),
        showAlert: true,
      });
    }
    expect(await askedBy(world, ana)).toEqual([]);
  });
});

describe("telegram: what cannot be worked from", () => {
  const bytes = new Uint8Array([1, 2, 3]);

  it.each([
    [
      "a video",
      () => world.control.sendClip({ ...alone(ana), kind: "video", bytes, caption: "x" }),
    ],
    ["a GIF", () => world.control.sendClip({ ...alone(ana), kind: "animation", bytes })],
  ])("refuses %s kindly", async (_, send) => {
    await send();
    await hears(ana, said(pictures.fault("moving", "telegram")));
    expect(await askedBy(world, ana)).toEqual([]);
  });

  it.each(["animated", "video"] as const)("refuses a sticker that moves (%s)", async (kind) => {
    await world.control.sendSticker({ ...alone(ana), kind, bytes });
    await hears(ana, said(pictures.fault("moving_sticker", "telegram")));
  });

  it("refuses a file above 20 MB at once, and one that is no picture", async () => {
    const caption = "make it winter";
    await world.control.sendDocument({
      ...alone(ana),
      bytes: new Uint8Array(20 * 1024 * 1024 + 1),
      fileName: "large.png",
      caption,
    });
    await hears(ana, said(pictures.fault("too_large", "telegram")));
    await world.control.sendDocument({ ...alone(ana), bytes, fileName: "a.pdf", caption });
    await hears(ana, said(pictures.fault("no_picture", "telegram")));
    expect(await askedBy(world, ana)).toEqual([]);
  });
});

describe("telegram: pictures in a group", () => {
  it("are left alone unless the bot is named", async () => {
    await world.control.setBotRole({ chatId: group, role: "administrator" });
    const caption = "look at this";
    const sent = await world.control.sendPhoto({
      ...inGroup(ana),
      bytes: await aPicture(),
      caption,
    });
    await world.control.sendText({ ...inGroup(ben), text: "nice!", replyTo: sent.message_id });
    await until("both are settled", async () => (await world.listOpen()).length === 0);
    expect(await askedBy(world, ana)).toEqual([]);
    expect(await askedBy(world, ben)).toEqual([]);
    expect(world.control.messages(group).some(({ from }) => from?.is_bot)).toBe(false);
  });

  it("are changed when the caption names the bot, in their topic", async () => {
    const threadId = seedIds.topics.pictures;
    const caption = `${botName()} make it winter`;
    const bytes = await aPicture();
    await world.control.sendPhoto({ ...inGroup(ana), threadId, bytes, caption });
    expect(await finished(ana)).toMatchObject({ prompt: "make it winter", state: "succeeded" });
    expect((await aResult(group)).message_thread_id).toBe(threadId);
  });

  it("are changed for whoever answers them with the bot's name or a command", async () => {
    const sent = await world.control.sendPhoto({ ...inGroup(ana), bytes: await aPicture() });
    const answer = { ...inGroup(ben), replyTo: sent.message_id };
    await world.control.sendText({ ...answer, text: `${botName()} make it winter` });
    const { sources } = await finished(ben);
    expect(sources).toEqual([fileSource(sent.photo?.at(-1)?.file_id)]);
    await world.control.sendText({ ...answer, text: "/edit make it spring" });
    expect(await finished(ben, 2)).toMatchObject({ prompt: "make it spring", sources });
  });

  it("give somebody else what they see of a result, and never the stored original", async () => {
    const caption = `${botName()} make it winter`;
    await world.control.sendPhoto({ ...inGroup(ana), bytes: await aPicture(), caption });
    const first = await finished(ana);
    const result = await aResult(group);
    const text = `${botName()} make it spring`;
    const replyTo = result.message_id;
    await world.control.sendText({ ...inGroup(ben), text, replyTo });
    const theirs = await finished(ben);
    expect(theirs.sources).toEqual([fileSource(result.photo?.at(-1)?.file_id)]);
    expect(theirs.state).toBe("succeeded");
    await world.control.sendText({ ...inGroup(ana), text, replyTo });
    const own = await finished(ana, 2);
    expect(own.sources).toEqual([{ kind: "output", generationId: first.id, index: 0 }]);
  });
});
