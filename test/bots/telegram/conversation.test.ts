import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { until } from "../../jobs/until.js";
import { openWorld, type World } from "./telegram-world.js";

const { topics } = seedIds;
const { en, de } = wordings;

let workshop: Workshop;
let world: World;
let ana: number;
let ben: number;
let chiara: number;
let group: number;

beforeAll(async () => {
  workshop = await openWorkshop("pglite", {
    TRIAL_CREDITS: "1000",
    MAX_OPEN_GENERATIONS: "1000",
    MAX_REQUESTS_PER_MINUTE: "1000",
  });
});
afterAll(() => workshop.close());

beforeEach(async () => {
  world = await openWorld(workshop);
  ({ ana, ben, chiara, group } = world.ids);
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  expect(world.log.lines.join("\n")).not.toContain(world.config.token);
  workshop.queued.length = 0;
  await world.close();
});

const alone = (userId: number) => ({ userId, chatId: userId });
const write = (userId: number, text: string) => world.control.sendText({ ...alone(userId), text });
const hears = (chatId: number, words: string) =>
  world.control.waitForMessage(chatId, ({ text, caption }) =>
    (text ?? caption ?? "").includes(words),
  );
const settled = () => until("all is settled", async () => (await world.listOpen()).length === 0);

/** Everything the bot itself wrote in a chat. */
const said = (chatId: number) =>
  world.control.messages(chatId).filter(({ from }) => String(from?.id) === world.botId);

const buttonOf = (message: { reply_markup?: unknown }, label: string): string => {
  const { inline_keyboard: rows } = message.reply_markup as {
    inline_keyboard: { text: string; callback_data: string }[][];
  };
  return rows.flat().find(({ text }) => text === label)!.callback_data;
};

describe("telegram: asking for a picture", () => {
  it("shows the place in line at once and the picture in the same message", async () => {
    await world.startBot();
    const asked = await write(ana, "/imagine a red fox in snow aspect:16:9 seed:7");

    const queued = await hears(ana, "Queued");
    await world.finishWork();
    const done = await hears(ana, "seed 7");

    expect(queued.reply_to_message?.message_id).toBe(asked.message_id);
    expect(done.message_id).toBe(queued.message_id);
    expect(done.photo).toBeDefined();
    expect(done.caption).toContain("a red fox in snow");
    expect(done.caption).toContain("16:9");
  });

  it("makes two pictures an album, which Delete takes away as a whole", async () => {
    await world.startBot();
    await write(ana, "/imagine two foxes count:2");
    await hears(ana, "Queued");
    await world.finishWork();
    const summary = await hears(ana, "2 credits charged");
    expect(said(ana)).toHaveLength(3);

    const { message_id: messageId } = summary;
    const press = { ...alone(ana), messageId, data: buttonOf(summary, "Delete all") };
    const answer = await world.control.pressButton(press);

    expect(answer).toMatchObject({ isAnswered: true, text: en.delete.done, showAlert: false });
    expect(said(ana)).toEqual([]);
  });

  it("makes another one below the first when Again is pressed", async () => {
    await world.startBot();
    await write(ana, "/imagine a fox");
    await hears(ana, "Queued");
    await world.finishWork();
    const first = await hears(ana, "credit charged");

    const { message_id: messageId } = first;
    const data = buttonOf(first, "Again");
    const answer = await world.control.pressButton({ ...alone(ana), messageId, data });
    const second = await hears(ana, "Queued");

    expect(answer).toMatchObject({ isAnswered: true, showAlert: false });
    expect(second.reply_to_message?.message_id).toBe(messageId);
  });

  it("cancels on request and gives the credits back", async () => {
    await world.startBot();
    await write(ana, "/imagine a slow fox");
    const queued = await hears(ana, "a slow fox");

    const { message_id: messageId } = queued;
    const data = buttonOf(queued, "Cancel");
    const answer = await world.control.pressButton({ ...alone(ana), messageId, data });
    await world.finishWork();

    expect(answer.text).toBe("Cancelled. 1 credit back.");
    expect((await hears(ana, "Cancelled.")).message_id).toBe(messageId);
  });

  it.each([
    ["/imagine a fox count:two", "count has to be a whole number"],
    ["/imagine a fox count:9", "count has to be between 1 and 4"],
    ["/imagine a fox aspect:7:5", "You can choose: 1:1"],
    ["/imagine a fox private:maybe", "You can choose: yes, no"],
    ["/imagine a fox apsect:16:9", "I don't know the option “apsect”"],
    [`/imagine ${"fox ".repeat(1_000)}`, "characters; 2000 is the most"],
    ["/imagine \u202E", "What would you like to see?"],
    ["/imagine \u0000\u0008", "What would you like to see?"],
  ])("says what is wrong with %.40j", async (text, expected) => {
    await world.startBot();
    await write(ana, text);
    await hears(ana, expected);
    await settled();
    expect(workshop.queued).toEqual([]);
  });

  it("shows finished pictures again with /job", async () => {
    await world.startBot();
    await write(ana, "/imagine an old fox count:2");
    await hears(ana, "Queued");
    await world.finishWork();
    const summary = await hears(ana, "2 credits charged");
    const id = /[0-9a-f]{8}$/.exec(summary.text ?? "")?.[0];

    await write(ana, `/job ${id}`);
    await until("both are shown", () => said(ana).length === 6);

    const again = said(ana).slice(3);
    expect(again.map(({ photo }) => photo !== undefined)).toEqual([true, true, false]);
  });
});

describe("telegram: a question and its answer", () => {
  const question = toPlainText(en.ask.forPrompt);

  it("asks what to paint, and takes the next words with the options given before", async () => {
    await world.startBot();
    await write(ana, "/imagine seed:41 aspect:1:1");
    await hears(ana, question);
    await write(ana, "a heron aspect:3:2");
    const queued = await hears(ana, "Queued");
    await world.finishWork();

    const done = await hears(ana, "seed 41");
    expect(done.message_id).toBe(queued.message_id);
    expect(done.caption).toContain("3:2");
    expect(done.caption).toContain("a heron");
  });

  it("forgets its question when another command comes between", async () => {
    await world.startBot();
    await write(ana, "/imagine");
    await hears(ana, question);
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    await write(ana, "a heron");

    await hears(ana, "I make pictures from words");
    expect(workshop.queued).toEqual([]);
  });

  it("forgets it after a quarter of an hour", async () => {
    let aheadMs = 0;
    const clock = {
      ...world.pieces.clock,
      now: () => new Date(world.pieces.clock.now().getTime() + aheadMs),
    };
    await world.startBot({ clock });
    await write(ana, "/imagine");
    await hears(ana, question);
    aheadMs = 15 * 60_000 + 1;
    await write(ana, "a heron");
    await hears(ana, "I make pictures from words");
  });

  it("in a group hears only the asker's reply to the question", async () => {
    await world.startBot();
    await world.control.setBotRole({ chatId: group, role: "administrator" });
    const where = { chatId: group, threadId: topics.pictures };
    await world.control.sendText({ userId: ana, ...where, text: "/imagine seed:5" });
    const asked = await hears(group, question);
    expect(asked.message_thread_id).toBe(topics.pictures);

    await world.control.sendText({ userId: ana, ...where, text: "just chatting" });
    const replyTo = asked.message_id;
    await world.control.sendText({ userId: ben, ...where, replyTo, text: "a goose" });
    await world.control.sendText({ userId: ana, ...where, replyTo, text: "a crane" });
    const queued = await hears(group, "Queued");
    await settled();

    expect(queued.text).toContain("a crane");
    expect(said(group)).toHaveLength(2);
  });

  it("finds its question again when it died before the answer was done with", async () => {
    let isAsked = false;
    const requestGeneration = () => {
      isAsked = true;
      return new Promise<never>(() => undefined);
    };
    const dying = await world.startBot({ useCases: { ...world.useCases, requestGeneration } });
    await write(ana, "/imagine seed:77");
    await hears(ana, question);
    await write(ana, "a heron");
    await until("it is in work", () => isAsked);
    await dying.stop({ withinMs: 50 });

    await world.startBot();
    await hears(ana, "Queued");
    await settled();
    expect(said(ana)).toHaveLength(2);
  });
});

describe("telegram: talk", () => {
  it("explains itself to who just writes, and spends nothing", async () => {
    await world.startBot();
    await write(ben, "Mal mir was");
    await hears(ben, toPlainText(de.telegram.hint));
    await until("it is settled", async () => (await world.listOpen()).length === 0);
    expect(workshop.queued).toEqual([]);
  });

  it("does not take a forwarded command for a command", async () => {
    await world.startBot();
    const where = { userId: ben, chatId: group };
    const { message_id: messageId } = await world.control.sendText({ ...where, text: "hello" });
    await world.control.editText({ ...where, messageId, text: "/imagine a fox" });
    await world.control.forward({ userId: ana, fromChatId: group, messageId, toChatId: ana });
    await hears(ana, "I make pictures from words");
    expect(workshop.queued).toEqual([]);
  });

  it("knows no other command in a private chat, and says so", async () => {
    await world.startBot();
    await write(ana, "/dance");
    await hears(ana, "I don't know /dance");
  });

  it("says everything in German to Ben", async () => {
    await world.startBot();
    await write(ben, "/imagine ein Fuchs");
    await hears(ben, "In der Warteschlange");
  });
});

describe("telegram: the gallery", () => {
  it("looks for words without what no text can hold, and shows all from where nothing fits", async () => {
    await world.startBot();
    await write(ana, "/gallery a\0b");
    const none = await hears(ana, "with “a b”");
    expect(none.text).toContain("Nothing in your gallery fits");
    const { message_id: messageId } = none;
    await world.control.pressButton({
      ...alone(ana),
      messageId,
      data: buttonOf(none, "Show all"),
    });
    await hears(ana, "Your gallery is empty");
  });
});

describe("telegram: groups", () => {
  const inGroup = (userId: number, text: string) =>
    world.control.sendText({ userId, chatId: group, text });

  it("answers to its own name and stays out of what is meant for others", async () => {
    await world.startBot();
    await world.control.setBotRole({ chatId: group, role: "administrator" });
    await inGroup(ana, "/imagine@other_bot a fox");
    await inGroup(ana, "/ban someone");
    await inGroup(ana, "good morning");
    await inGroup(ana, "/imagine@ATELIER_sandbox_bot a goat");

    const queued = await hears(group, "Queued");
    await settled();

    expect(queued.text).toContain("a goat");
    expect(said(group)).toHaveLength(1);
    expect(said(ana)).toEqual([]);
  });

  it("keeps the answer in the topic it was asked in", async () => {
    await world.startBot();
    await world.control.sendText({
      userId: ana,
      chatId: group,
      threadId: topics.feedback,
      text: "/imagine a fox",
    });
    await hears(group, "Queued");
    await world.finishWork();
    const done = await hears(group, "credit charged");
    expect(done.message_thread_id).toBe(topics.feedback);
  });

  it("finds the topic although the request is gone", async () => {
    const where = { chatId: group, threadId: topics.feedback };
    const text = "/imagine a fox";
    const { message_id: messageId } = await world.control.sendText({ userId: ana, ...where, text });
    await world.control.deleteMessage({ chatId: group, messageId });
    await world.startBot();
    const queued = await hears(group, "Queued");
    expect(queued.message_thread_id).toBe(topics.feedback);
  });

  it("answers in private what is for one person, with a sign in the group", async () => {
    await world.startBot();
    const { message_id: messageId } = await inGroup(ana, "/balance");
    await hears(ana, "credits to spend");
    const sign = () => world.control.reaction({ chatId: group, messageId });
    await until("the sign is there", () => sign() === "👀");
    expect(said(group)).toEqual([]);
  });

  it("makes a private picture in the private chat alone", async () => {
    await world.startBot();
    await inGroup(ana, "/imagine a secret fox private:yes");
    await hears(ana, "Queued");
    await world.finishWork();
    await hears(ana, "credit charged");
    const [told, ...more] = said(group);
    expect(told?.text).toBe("Answered in private: https://t.me/atelier_sandbox_bot");
    expect(more).toEqual([]);
  });

  it("asks who never started it to do so before a private picture is paid for", async () => {
    await world.startBot();
    await world.control.blockBot(chiara);
    await inGroup(chiara, "/imagine a secret fox private:yes");
    const told = await hears(group, "press Start and ask again");
    expect(told.text).not.toContain("secret");
    await settled();
    expect(workshop.queued).toEqual([]);
  });

  it("says in the group where Details went, and says no to others in passing", async () => {
    await world.startBot();
    await inGroup(ana, "/imagine a fox");
    await hears(group, "Queued");
    await world.finishWork();
    const done = await hears(group, "credit charged");
    const { message_id: messageId } = done;
    const press = { chatId: group, messageId, data: buttonOf(done, "Details") };

    const answer = await world.control.pressButton({ ...press, userId: ana });
    expect(answer.text).toBe("Answered in private: https://t.me/atelier_sandbox_bot");
    await hears(ana, "Settings:");

    const before = said(ben).length;
    const refused = await world.control.pressButton({ ...press, userId: ben });
    expect(refused).toMatchObject({ showAlert: true });
    expect(refused.text).toContain("gehört jemand anderem");
    expect(said(ben)).toHaveLength(before);
  });

  it("brings a refusal to the private chat, and never tells the group what it says", async () => {
    await world.startBot();
    await inGroup(ana, "/imagine a fox count:99");
    await hears(ana, "count has to be between");
    expect(said(group)).toEqual([]);

    await world.control.blockBot(chiara);
    await inGroup(chiara, "/imagine a fox count:99");
    await hears(group, "The answer is for you alone");
    expect(said(group).join()).not.toContain("count has to be between");
  });

  it("does not charge the many people behind one anonymous administrator", async () => {
    await world.startBot();
    const chat = { id: group, type: "supergroup", title: "Sunday Sketchers", is_forum: true };
    world.control.injectUpdate({
      message: {
        message_id: 900_001,
        date: 1,
        chat,
        sender_chat: chat,
        from: { id: 1_087_968_824, is_bot: true, first_name: "Group" },
        text: "/imagine a fox",
      },
    });
    await hears(group, "While you write as the group");
    expect(workshop.queued).toEqual([]);
  });
});

describe("telegram: buttons", () => {
  it("tells a stranger that a picture is not theirs, in words only they see", async () => {
    await world.startBot();
    await world.control.sendText({ userId: ana, chatId: group, text: "/imagine a fox" });
    await hears(group, "Queued");
    await world.finishWork();
    const done = await hears(group, "credit charged");

    const { message_id: messageId } = done;
    const data = buttonOf(done, "Delete");
    const press = { userId: ben, chatId: group, messageId, data };
    const answer = await world.control.pressButton(press);

    expect(answer).toMatchObject({ isAnswered: true, showAlert: true });
    expect(answer.text).toContain("gehört jemand anderem");
    expect(said(group)).toHaveLength(1);
  });

  it.each([
    "forged",
    "again:not-an-id",
    "again:3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10",
    "explode:3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10",
    "{}",
  ])("answers %j kindly and does nothing", async (data) => {
    await world.startBot();
    await write(ana, "/models");
    const { message_id: messageId } = await hears(ana, en.models.title("draw"));
    const press = { ...alone(ana), messageId, data, isStale: true };
    const answer = await world.control.pressButton(press);

    expect(answer).toMatchObject({ isAnswered: true, showAlert: true });
    expect(answer.text?.length).toBeLessThanOrEqual(200);
    expect(workshop.queued).toEqual([]);
  });

  it("takes a press on one's own message also after its button has gone", async () => {
    await world.startBot();
    await write(ana, "/models");
    const { message_id: messageId } = await hears(ana, en.models.title("draw"));
    const press = { ...alone(ana), messageId, data: "models:clips", isStale: true };
    await world.control.pressButton(press);
    await hears(ana, "Kling");

    expect(await world.control.pressButton(press)).toMatchObject({ showAlert: false });
    await settled();

    expect(said(ana)).toHaveLength(1);
  });

  it.each([
    "decline:3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10",
    "set:words.on",
    "models:clips",
    "model:flux-schnell",
  ])("leaves other people's messages as they are, whatever a client says of %j", async (data) => {
    await world.startBot();
    const text = "/imagine@atelier_sandbox_bot a fox";
    await world.control.sendText({ userId: ana, chatId: group, text });
    await hears(group, "Queued");
    await world.finishWork();
    const done = await hears(group, "credit charged");
    const { message_id: messageId } = done;

    const press = { userId: ben, chatId: group, messageId, data, isStale: true };
    expect(await world.control.pressButton(press)).toMatchObject({ isAnswered: true });
    await settled();

    expect(said(group)).toHaveLength(1);
    expect(said(group)[0]).toMatchObject({ message_id: messageId, caption: done.caption });
  });

  it("is answered once for every press, however fast, and makes one picture", async () => {
    await world.startBot();
    await write(ana, "/imagine a fox");
    await hears(ana, "Queued");
    await world.finishWork();
    const done = await hears(ana, "credit charged");
    const { message_id: messageId } = done;
    const press = { ...alone(ana), messageId, data: buttonOf(done, "Again") };

    const answers = await Promise.all([1, 2, 3].map(() => world.control.pressButton(press)));
    await settled();

    expect(answers.map(({ isAnswered }) => isAnswered)).toEqual([true, true, true]);
    const calls = world.control.calls().filter(({ method }) => method === "answerCallbackQuery");
    expect(calls.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(workshop.queued.map((job) => JSON.stringify(job))).size).toBe(1);
  });

  it("is answered although the chat itself is being slowed down", async () => {
    await world.startBot();
    await write(ana, "/imagine a fox");
    await hears(ana, "Queued");
    await world.finishWork();
    const done = await hears(ana, "credit charged");
    world.control.floodNext({ retryAfter: 2, method: "sendMessage" });
    await write(ana, "/models");

    const startedAt = performance.now();
    const { message_id: messageId } = done;
    const data = buttonOf(done, "Delete");
    const answer = await world.control.pressButton({ ...alone(ana), messageId, data });

    expect(answer.isAnswered).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await hears(ana, en.models.title("draw"));
  });

  it("takes away the result and what /job showed of it, wherever Delete is pressed", async () => {
    await world.startBot();
    await write(ana, "/imagine a fox");
    await hears(ana, "Queued");
    await world.finishWork();
    const done = await hears(ana, "credit charged");
    await write(ana, `/job ${/[0-9a-f]{8}$/.exec(done.caption ?? "")?.[0]}`);
    await until("it is shown again", () => said(ana).length === 2);

    const shown = said(ana)[1]!;
    const data = buttonOf(shown, "Delete");
    const press = { ...alone(ana), messageId: shown.message_id, data };
    expect((await world.control.pressButton(press)).text).toBe(en.delete.done);
    expect(said(ana)).toEqual([]);
    await write(ana, "/job");
    expect((await hears(ana, en.job.title)).text).toContain("\ndeleted\n");
  });

  it("is content when a picture has already been taken away by hand", async () => {
    await world.startBot();
    await write(ana, "/imagine two foxes count:2");
    await hears(ana, "Queued");
    await world.finishWork();
    const summary = await hears(ana, "2 credits charged");
    const [, picture] = said(ana);
    await world.control.deleteMessage({ chatId: ana, messageId: picture!.message_id });

    const { message_id: messageId } = summary;
    const press = { ...alone(ana), messageId, data: buttonOf(summary, "Delete all") };
    const answer = await world.control.pressButton(press);

    expect(answer).toMatchObject({ text: en.delete.done, showAlert: false });
    expect(said(ana)).toEqual([]);
  });
});

describe("telegram: the menu of commands", () => {
  it("stands in both languages and is not set again while it is right", async () => {
    const first = await world.startBot();
    const seen = (userId: number) => world.control.commandsFor({ userId, chatId: userId });
    const isGerman = () => seen(ben).some(({ description }) => description.includes("Mache"));
    await until("both menus are set", () => seen(ana).length > 0 && isGerman());

    expect(seen(ana)).toContainEqual({
      command: "imagine",
      description: "Make a picture from words",
    });
    expect(seen(ben)).toContainEqual({
      command: "imagine",
      description: "Mache ein Bild aus Worten",
    });
    expect(seen(ana).map(({ command }) => command)).toContain("help");

    await first.stop({ withinMs: 1_000 });
    const calls = () => world.control.calls().map(({ method }) => method);
    const setBefore = calls().filter((method) => method === "setMyCommands").length;
    const readBefore = calls().filter((method) => method === "getMyCommands").length;
    await world.startBot();
    await until("they are compared", () => {
      return calls().filter((method) => method === "getMyCommands").length === readBefore + 2;
    });
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    expect(calls().filter((method) => method === "setMyCommands")).toHaveLength(setBefore);
  });
});
