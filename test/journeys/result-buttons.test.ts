import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { GenerationId } from "../../src/core/ids.js";
import type { InteractionView } from "../../src/sandbox/discord-api/control.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana, chiara, group } = seedIds;
const { users, channels } = SEED;
const FOUND_MS = 30_000;
const ONE_PICTURE = [
  ...["Again", "Vary · 8", "Edit", "Upscale · 1", "Animate · 15"],
  ...["Details", "Favourite", "Original", "Delete", "Report"],
];
const MADE = ["Again", "Vary", "Upscale"] as const;
/** What is about a stranger's own doing stays open to them. */
const OWNERS = [
  "Again",
  "Vary",
  "Edit",
  "Upscale",
  "Animate",
  "Details",
  "Favourite",
  "Original",
  "Delete",
];

vi.setConfig({ testTimeout: 120_000 });

let service: Service;
beforeAll(async () => {
  const settings = { TRIAL_CREDITS: "400", MAX_REQUESTS_PER_MINUTE: "100" };
  service = await openService(settings);
});
afterAll(async () => {
  expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
  expect(service.sandbox.discord.unknownCalls()).toEqual([]);
  await service.close();
});

/** The bytes as they are stored, of the newest generation whose short id stands in a text. */
async function storedOf(text: string, outputIndex = 0): Promise<Uint8Array> {
  const [shortId = ""] = /[0-9a-f]{8}(?=`|\s|$)/.exec(text) ?? [];
  const { stores } = service.app.database;
  const range = `${shortId}-0000-0000-0000-000000000000`;
  const row = await service.app.client.generation.findFirst({
    where: { id: { gte: range } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const outputs = await stores.generations.listOutputs((row?.id ?? "") as GenerationId);
  return service.app.objects.get(outputs[outputIndex]?.asset?.key ?? "");
}

describe("buttons on a result, on Discord", () => {
  const discord = () => service.sandbox.discord;
  const place = { userId: users.ada, channelId: channels.art };
  const hasPicture = ({ attachments, buttons }: SeenMessage) =>
    attachments.length > 0 && buttons.length > 0;
  const labelsOf = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);

  async function imagine(options: Record<string, string | number> = {}): Promise<SeenMessage> {
    const view = await discord().runCommand({
      ...place,
      name: "imagine",
      options: { prompt: "a red fox in the snow", ...options },
    });
    return view.waitForMessage(hasPicture, FOUND_MS);
  }

  function press(message: SeenMessage, label: string, userId: string = users.ada) {
    const button = message.buttons.find((candidate) => candidate.label.startsWith(label));
    if (!button?.customId) throw new Error(`there is no button ${label}`);
    return discord().pressButton({ userId, messageId: message.id, customId: button.customId });
  }

  const said = (view: InteractionView, words: string | RegExp) =>
    view.waitForMessage(({ text }) => text.search(words) >= 0, FOUND_MS);

  it("do what they say for their owner, also after a restart", async () => {
    const message = await imagine();
    expect(labelsOf(message)).toEqual(ONE_PICTURE);
    await service.restart();

    for (const label of MADE) {
      const made = await (await press(message, label)).waitForMessage(hasPicture, FOUND_MS);
      expect(made.id).not.toBe(message.id);
      expect(made.isEphemeral).toBe(false);
    }
    const clip = await (await press(message, "Animate")).waitForMessage(hasPicture, FOUND_MS);
    expect(clip.attachments[0]?.filename).toMatch(/^clip-1\./);

    const details = await said(await press(message, "Details"), "Settings:");
    expect(details).toMatchObject({ isEphemeral: true });
    expect(details.text).toContain("a red fox in the snow");
    expect(details.text).toMatch(/Made from it: /);
    await said(await press(message, "Favourite"), "One of your favourites now");
    await said(await press(message, "Favourite"), "No longer one of your favourites");
    const reported = await said(await press(message, "Report"), "Thank you");
    expect(reported.isEphemeral).toBe(true);

    const original = await said(await press(message, "Original"), "byte for byte");
    const file = await fetch(original.attachments[0]?.url ?? "");
    const stored = await storedOf(original.text);
    expect(Buffer.compare(Buffer.from(await file.arrayBuffer()), Buffer.from(stored))).toBe(0);

    await press(message, "Delete");
    const messages = () => discord().messages(place);
    await expect.poll(() => messages().some(({ id }) => id === message.id)).toBe(false);
  });

  it("Edit asks in a form and works from the stored original", async () => {
    const message = await imagine();
    const opened = await press(message, "Edit");
    expect(opened.record().acknowledgement).toBe("modal");
    await service.restart();

    const submitted = await discord().submitModal({
      interactionId: opened.id,
      values: { words: "make it night" },
    });
    const edited = await submitted.waitForMessage(hasPicture, FOUND_MS);

    expect(edited.text).toContain("> make it night");
    const lineage = await said(await press(edited, "Details"), "Made from: ");
    expect(lineage.text).toContain("Made from: ");
  });

  it("are the owner's alone, who says so to others and what they can do; reporting is not", async () => {
    const message = await imagine();
    const before = await service.app.client.generation.count();

    for (const label of OWNERS) {
      const view = await press(message, label, users.bruno);
      const told = await said(view, "gehört jemand anderem");
      expect(told).toMatchObject({ isEphemeral: true, visibleTo: users.bruno });
      expect(told.text).toContain("Bild bearbeiten");
    }
    await said(await press(message, "Report", users.bruno), "Danke");

    expect(await service.app.client.generation.count()).toBe(before);
    expect(
      discord()
        .messages(place)
        .some(({ id }) => id === message.id),
    ).toBe(true);
  });

  it("make one thing of a double press", async () => {
    const message = await imagine();
    const before = await service.app.client.generation.count();
    for (const label of MADE) {
      const views = await Promise.all([press(message, label), press(message, label)]);
      const found = () => views.flatMap((view) => view.messages()).filter(hasPicture);
      await expect.poll(() => found().length, { timeout: FOUND_MS }).toBe(1);
    }
    expect(await service.app.client.generation.count()).toBe(before + MADE.length);
  });

  it("of a batch open each picture by itself, for whoever pressed, and delete it alone", async () => {
    const message = await imagine({ count: 3 });
    expect(labelsOf(message)).toEqual([
      ...["Again", "Delete all", "Report", "Picture 1", "Picture 2", "Picture 3"],
    ]);
    await service.restart();

    const opened = await (await press(message, "Picture 2")).waitForMessage(hasPicture, FOUND_MS);
    expect(opened).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(labelsOf(opened)).toEqual(ONE_PICTURE);
    expect(opened.text).toContain("Picture 2 of 3");
    await said(await press(message, "Picture 2", users.bruno), "gehört jemand anderem");
    const larger = await (await press(opened, "Upscale")).waitForMessage(hasPicture, FOUND_MS);
    expect(larger.isEphemeral).toBe(true);

    await press(opened, "Delete");
    const shown = () =>
      discord()
        .messages(place)
        .find(({ id }) => id === message.id);
    await expect.poll(() => shown()?.attachments.length, { timeout: FOUND_MS }).toBe(2);
    await expect.poll(() => labelsOf(shown() ?? message)).not.toContain("Picture 2");
  });
});

describe("buttons on a result, on Telegram", () => {
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
  const labelsOf = (message: Message) => buttonsOf(message).map(({ label }) => label);
  const hasPicture = (message: Message) =>
    Boolean(message.photo ?? message.animation ?? message.video) && buttonsOf(message).length > 0;

  async function later(
    chatId: number,
    act: () => Promise<unknown>,
    fits: (message: Message) => boolean,
  ): Promise<Message> {
    const newest = Math.max(
      0,
      ...telegram()
        .messages(chatId)
        .map(({ message_id: id }) => id),
    );
    await act();
    const isNew = (message: Message) => message.message_id > newest && fits(message);
    return telegram().waitForMessage(chatId, isNew, FOUND_MS);
  }

  const imagine = (options = "", chatId: number = ana, userId: number = ana) =>
    later(
      chatId,
      () => telegram().sendText({ userId, chatId, text: `/imagine a red fox ${options}` }),
      (message) => buttonsOf(message).some(({ label }) => label === "Again"),
    );

  function press(message: Message, label: string, userId: number = ana) {
    const button = buttonsOf(message).find((candidate) => candidate.label.startsWith(label));
    if (!button) throw new Error(`there is no button ${label}`);
    const { chat, message_id: messageId } = message;
    return telegram().pressButton({ userId, chatId: chat.id, messageId, data: button.data });
  }

  it("do what they say for their owner, also after a restart", async () => {
    const message = await imagine();
    expect(message.reply_markup?.inline_keyboard.map((row) => row.length)).toEqual([3, 2, 3, 2]);
    expect(labelsOf(message)).toEqual(ONE_PICTURE);
    await service.restart();

    for (const label of [...MADE, "Animate"]) {
      const made = await later(ana, () => press(message, label), hasPicture);
      expect(labelsOf(made)).toContain("Again");
    }
    const isDetails = (one: Message) => textOf(one).includes("Settings:");
    const details = await later(ana, () => press(message, "Details"), isDetails);
    expect(textOf(details)).toMatch(/Made from it: /);
    expect((await press(message, "Favourite")).text).toContain("One of your favourites now");
    expect((await press(message, "Favourite")).text).toContain("No longer");
    expect((await press(message, "Report")).text).toContain("Thank you");

    const isFile = (one: Message) => one.document !== undefined;
    const original = await later(ana, () => press(message, "Original"), isFile);
    const sent = telegram().file(original.document?.file_id ?? "")?.bytes ?? new Uint8Array();
    const stored = await storedOf(textOf(original));
    expect(Buffer.compare(Buffer.from(sent), Buffer.from(stored))).toBe(0);

    await press(message, "Delete");
    const ids = () =>
      telegram()
        .messages(ana)
        .map(({ message_id: id }) => id);
    expect(ids()).not.toContain(message.message_id);
    expect(ids()).not.toContain(original.message_id);
  });

  it("Edit asks what is to change and works from the stored original", async () => {
    const message = await imagine();
    const isQuestion = (one: Message) => textOf(one).includes("What is to change?");
    await later(ana, () => press(message, "Edit"), isQuestion);
    await service.restart();

    const answer = () => telegram().sendText({ userId: ana, chatId: ana, text: "make it night" });
    const edited = await later(ana, answer, hasPicture);

    expect(textOf(edited)).toContain("make it night");
    const newest = await service.app.client.generation.findFirst({
      orderBy: { createdAt: "desc" },
    });
    expect(newest).toMatchObject({ parentOutput: 0, source: "command" });
    expect(newest?.parentId).not.toBeNull();
  });

  it("are the owner's alone, who says so to others and what they can do; reporting is not", async () => {
    const message = await imagine("", group);
    const before = await service.app.client.generation.count();
    for (const label of OWNERS.filter((one) => one !== "Details")) {
      const told = await press(message, label, chiara);
      expect(told).toMatchObject({ showAlert: true });
      expect(told.text).toMatch(/somebody else|gehört jemand anderem/);
      expect(told.text).toContain("/edit");
    }
    expect((await press(message, "Report", chiara)).text).toMatch(/Thank you|Danke/);
    expect(await service.app.client.generation.count()).toBe(before);
  });

  it("make one thing of a double press", async () => {
    const message = await imagine();
    const before = await service.app.client.generation.count();
    for (const label of MADE) {
      const pressTwice = () => Promise.all([press(message, label), press(message, label)]);
      await later(ana, pressTwice, hasPicture);
    }
    expect(await service.app.client.generation.count()).toBe(before + MADE.length);
  });

  it("of a batch open each picture by itself, in answer, from which one goes on", async () => {
    const message = await imagine("count:3");
    expect(message.reply_markup?.inline_keyboard.map((row) => row.length)).toEqual([3, 3]);
    await service.restart();

    const opened = await later(ana, () => press(message, "Picture 2"), hasPicture);
    expect(labelsOf(opened)).toEqual(ONE_PICTURE);
    expect(textOf(opened)).toContain("Picture 2 of 3");
    expect(opened.reply_to_message?.message_id).toBe(message.message_id);

    const { message_id: replyTo } = opened;
    const text = "now spring";
    await later(
      ana,
      () => telegram().sendText({ userId: ana, chatId: ana, text, replyTo }),
      hasPicture,
    );
    const newest = await service.app.client.generation.findFirst({
      orderBy: { createdAt: "desc" },
    });
    expect(newest).toMatchObject({ parentOutput: 1 });

    await press(opened, "Delete");
    const row = await service.app.client.generationOutput.groupBy({
      by: ["state"],
      where: { generationId: newest?.parentId ?? "" },
      _count: true,
    });
    expect(Object.fromEntries(row.map(({ state, _count }) => [state, _count]))).toEqual({
      kept: 2,
      deleted: 1,
    });
    expect(
      telegram()
        .messages(ana)
        .some(({ message_id: id }) => id === replyTo),
    ).toBe(false);
  });
});

describe("a button that costs more than there is", () => {
  let poor: Service;
  beforeAll(async () => {
    poor = await openService({ TRIAL_CREDITS: "3" });
  });
  afterAll(() => poor.close());

  it("says so, and offers credits in place where they are for sale", async () => {
    const { discord } = poor.sandbox;
    const place = { userId: users.ada, channelId: channels.art };
    const options = { prompt: "a red fox" };
    const view = await discord.runCommand({ ...place, name: "imagine", options });
    const isDone = ({ attachments, buttons }: SeenMessage) =>
      attachments.length > 0 && buttons.length > 0;
    const message = await view.waitForMessage(isDone, FOUND_MS);
    const animate = message.buttons.find(({ label }) => label.startsWith("Animate"));
    const pressed = await discord.pressButton({
      userId: users.ada,
      messageId: message.id,
      customId: animate?.customId ?? "",
    });

    const told = await pressed.waitForMessage(({ text }) => text.includes("15 credits"), FOUND_MS);

    expect(told.isEphemeral).toBe(true);
    expect(told.buttons.length).toBeGreaterThan(0);
    expect(await poor.app.client.generation.count()).toBe(1);
    const [waiting] = await poor.app.client.pendingRequest.findMany();
    expect(waiting?.waitsFor).toBe("payment");
  });
});
