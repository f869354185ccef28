import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana, ben, chiara, group, topics } = seedIds;

describe.each(["polling", "webhook"] as const)("on Telegram by %s", (mode) => {
  // What does not depend on how an update arrives is told once.
  const itOnce = it.runIf(mode === "polling");
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "40" }, { modes: { telegram: mode } });
  });
  afterAll(async () => {
    expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
    await service.close();
  });

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
  const isDone = (message: Message) => Boolean(message.photo) && buttonsOf(message).length > 0;

  /** Says something and resolves with the first answer after it that fits. */
  async function say(
    text: string,
    fits: (message: Message) => boolean,
    place: { userId?: number; chatId?: number; threadId?: number } = {},
  ) {
    const userId = place.userId ?? ana;
    const chatId = place.chatId ?? userId;
    const asked = await telegram().sendText({
      userId,
      chatId,
      text,
      ...(place.threadId && { threadId: place.threadId }),
    });
    return answerTo(asked, fits);
  }

  function answerTo(asked: Message, fits: (message: Message) => boolean): Promise<Message> {
    const isLater = (message: Message) => message.message_id > asked.message_id && fits(message);
    return telegram().waitForMessage(asked.chat.id, isLater, 15_000);
  }

  function press(message: Message, label: string, userId: number = ana) {
    const button = buttonsOf(message).find((candidate) => candidate.label === label);
    if (!button) throw new Error(`there is no button ${label}`);
    return telegram().pressButton({
      userId,
      chatId: message.chat.id,
      messageId: message.message_id,
      data: button.data,
    });
  }

  async function available(userId: number = ana): Promise<number> {
    const { identifyAccount, readWallet } = service.app.useCases;
    const account = await identifyAccount({
      platform: "telegram",
      userId: String(userId),
      locale: "en",
    });
    return (await readWallet(account.id)).available;
  }

  const stillThere = (message: Message) =>
    telegram()
      .messages(message.chat.id)
      .some(({ message_id }) => message_id === message.message_id);

  it("welcomes a newcomer with what they have and what to type", async () => {
    const welcome = await say("/start", (message) => textOf(message).includes("Welcome"));
    expect(textOf(welcome)).toContain("You have 40 credits");
  });

  it("goes from a place in line to a picture with price, seed and buttons, in one message", async () => {
    const before = await available();
    const shown: string[] = [];
    const stop = telegram().onChange((event) => {
      if (event.kind === "message" || event.kind === "message_edited")
        shown.push(textOf(event.message));
    });

    const message = await say("/imagine a red fox in the snow seed:7 aspect:3:2", isDone);
    stop();

    expect(shown.find((text) => text.includes("line"))).toContain("Queued, 1st in line");
    expect(textOf(message)).toMatch(/3:2 · seed 7 /);
    expect(textOf(message)).toContain(`1 credit charged, ${before - 1} left`);
    expect(buttonsOf(message).map(({ label }) => label)).toEqual([
      ...["Again", "Vary · 8", "Edit", "Upscale · 1", "Animate · 15"],
      ...["Details", "Favourite", "Original", "Delete", "Report"],
    ]);
    expect(message.reply_to_message?.text).toContain("/imagine");
  });

  itOnce("answers in the asker's language", async () => {
    const message = await say("/imagine ein roter Fuchs", isDone, { userId: ben });
    expect(textOf(message)).toContain("berechnet");
  });

  itOnce("brings a batch as an album and keeps the buttons beside it", async () => {
    const words = await say("/imagine two foxes count:2", (message) =>
      textOf(message).includes("2 credits charged"),
    );
    expect(buttonsOf(words).map(({ label }) => label)).toEqual([
      ...["Again", "Delete all", "Report", "Picture 1", "Picture 2"],
    ]);
    const album = () =>
      telegram()
        .messages(ana)
        .filter(({ media_group_id }) => media_group_id);
    await expect.poll(() => album().length).toBe(2);
  });

  it("asks for the words when there are none, and takes the next message for them", async () => {
    await say("/imagine", (message) => textOf(message).includes("What would you like to see"));
    const message = await say("a quiet harbour", isDone);
    expect(textOf(message)).toContain("a quiet harbour");
  });

  it("spends nothing on talk", async () => {
    const before = await available();
    await say("hello there", (message) => textOf(message).includes("/imagine"));
    expect(await available()).toBe(before);
  });

  itOnce("answers in the topic it was asked in", async () => {
    const message = await say("/imagine@atelier_sandbox_bot a red fox", isDone, {
      chatId: group,
      threadId: topics.pictures,
    });
    expect(message.message_thread_id).toBe(topics.pictures);
    const general = await say("/imagine@atelier_sandbox_bot a red fox", isDone, { chatId: group });
    expect(general.message_thread_id).toBeUndefined();
  });

  it("says a refusal to the asker alone where it can", async () => {
    const asked = await telegram().sendText({
      userId: ana,
      chatId: group,
      text: "/imagine@atelier_sandbox_bot step by step instructions to build a pipe bomb",
    });
    await telegram().waitForMessage(
      ana,
      (message) => textOf(message).includes("can't make"),
      10_000,
    );
    const inGroup = telegram()
      .messages(group)
      .filter(({ message_id }) => message_id > asked.message_id);
    expect(inGroup.map(textOf).join()).not.toContain("can't make");
  });

  itOnce.each([
    ["a count of 99", "/imagine fox count:99", "between 1 and 4"],
    ["a count in words", "/imagine fox count:two", "whole number"],
    ["an unknown model", "/imagine fox model:dall-e", "Did you mean"],
    ["an unknown shape", "/imagine fox aspect:7:13", "16:9"],
    ["a prompt of 3,000 characters", `/imagine ${"x".repeat(3_000)}`, "2000 is the most"],
    ["nothing one can see", "/imagine \u202e\u0000\u200e ", "would you like to see"],
    ["an unknown command", "/dance", "/help"],
  ])("answers bad input clearly and takes nothing: %s", async (_name, text, words) => {
    const before = await available();
    await say(text, (message) => textOf(message).includes(words));
    expect(await available()).toBe(before);
  });

  it("tells what to do when the credits do not reach", async () => {
    await say(
      "/imagine four foxes model:flux-dev count:4",
      (message) => textOf(message).includes("20 credits charged"),
      { userId: chiara },
    );
    await say(
      "/imagine four foxes model:flux-dev count:4",
      (message) => textOf(message).includes("20 credits charged, 0 left"),
      { userId: chiara },
    );
    const refused = await say("/imagine a fox", (message) => textOf(message).includes("costs"), {
      userId: chiara,
    });
    expect(textOf(refused)).toContain("That costs 1 credit and you have 0. Nothing was charged.");
  });

  it("cancels work under way and gives everything back", async () => {
    const before = await available();
    service.sandbox.conditions.setNext("slow");
    const running = await say("/imagine a slow fox", (message) =>
      buttonsOf(message).some(({ label }) => label === "Cancel"),
    );

    const toast = await press(running, "Cancel");

    expect(toast.text).toContain("1 credit back");
    await expect
      .poll(() =>
        textOf(
          telegram()
            .messages(ana)
            .find(({ message_id }) => message_id === running.message_id) ?? running,
        ),
      )
      .toContain("Cancelled");
    expect(await available()).toBe(before);
  });

  it("keeps other people's hands off, and says so to them alone", async () => {
    const message = await say("/imagine@atelier_sandbox_bot a red fox", isDone, { chatId: group });
    for (const label of ["Again", "Delete"]) {
      expect(await press(message, label, ben)).toMatchObject({
        showAlert: true,
        text: expect.stringContaining("gehört jemand anderem"),
      });
    }
    expect(stillThere(message)).toBe(true);
  });

  it("still knows its buttons after a restart", async () => {
    const message = await say("/imagine a red fox", isDone);
    await service.restart();

    await press(message, "Again");
    const second = await answerTo(
      message,
      (candidate) => isDone(candidate) && candidate.message_id !== message.message_id,
    );
    expect(second.message_id).toBeGreaterThan(message.message_id);

    await press(message, "Delete");
    await expect.poll(() => stillThere(message)).toBe(false);
  });

  it("makes one picture of a double click", async () => {
    const message = await say("/imagine a red fox", isDone);
    const before = await available();
    await Promise.all([press(message, "Again"), press(message, "Again")]);
    await answerTo(message, isDone);
    expect(await available()).toBe(before - 1);
  });

  it("does nothing twice when an update comes twice", async () => {
    const before = await available();
    telegram().duplicateNextUpdate();
    await say("/imagine a red fox", isDone);
    expect(await available()).toBe(before - 1);
  });

  itOnce("answers forged and outdated buttons kindly", async () => {
    const message = await say("/imagine a red fox", isDone);
    const { chat, message_id: messageId } = message;
    for (const data of [
      "again:00000000-0000-4000-8000-000000000000",
      "again:x",
      "sell_house:1",
      "🐟".repeat(16),
    ]) {
      const toast = await telegram().pressButton({
        userId: ana,
        chatId: chat.id,
        messageId,
        data,
        isStale: true,
      });
      expect(toast.isAnswered).toBe(true);
      expect(toast.text).toMatch(/no longer works|can't find/);
    }
  });

  itOnce("takes its time when Telegram asks for it, and still delivers", async () => {
    telegram().floodNext({ retryAfter: 1, method: "editMessageMedia" });
    await say("/imagine a patient fox", isDone);
  });

  itOnce(
    "keeps the result of somebody who blocked it, and offers it when they are back",
    async () => {
      service.pace.ms = 1_500;
      await say("/imagine a patient fox", (message) => textOf(message).includes("line"));
      await telegram().blockBot(ana);
      service.pace.ms = 100;
      const stranded = () => service.app.useCases.listStranded("telegram", String(ana));
      await expect.poll(stranded, { timeout: 15_000 }).toHaveLength(1);

      await telegram().unblockBot(ana);
      const offer = await say("/balance", (message) => textOf(message).includes("/job"));
      const id = /\/job id:([0-9a-f]{8})/.exec(textOf(offer))?.[1];
      await say(`/job ${id}`, (message) => Boolean(message.photo));
      expect(await stranded()).toEqual([]);
    },
  );

  it("shrugs at updates it does not know", async () => {
    telegram().injectUpdate({ brand_new_thing: { from: { id: ana } } });
    await say("/balance", (message) => textOf(message).includes("to spend"));
  });

  it("shows its commands in the menu, in both languages", () => {
    const english = telegram().commandsFor({ userId: ana, chatId: ana });
    const german = telegram().commandsFor({ userId: ben, chatId: ben });
    expect(english.map(({ command }) => command)).toEqual([
      "start",
      "imagine",
      "edit",
      "animate",
      "upscale",
      "restore",
      "remove_text",
      "models",
      "balance",
      "buy",
      "gallery",
      "job",
      "settings",
      "help",
    ]);
    expect(german.find(({ command }) => command === "balance")?.description).toBe(
      "Zeige deine Credits",
    );
  });

  it("writes no prompt, token or link into its log", () => {
    const log = service.logged.join("");
    expect(log).not.toMatch(/fox|pipe bomb|signature=/);
    expect(log).not.toContain(service.sandbox.config.telegram?.token.split(":")[1]);
  });
});
