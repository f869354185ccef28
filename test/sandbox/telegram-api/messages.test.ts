import { describe, expect, it } from "vitest";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { aTelegram, descriptionOf, refusalOf, runBot } from "./harness.js";

const { ana, ben } = seedIds;
const anas = { userId: ana, chatId: ana };
const keyboard = (data: string) => ({
  inline_keyboard: [[{ text: "Press", callback_data: data }]],
});

describe("sending text", () => {
  it("parses HTML and finds links, and shows the person the result", async () => {
    const { api, people } = await aTelegram();

    const sent = await api.sendMessage(ana, "  <b>A &amp; B</b> https://example.org/x.  ", {
      parse_mode: "HTML",
    });

    expect(sent.text).toBe("A & B https://example.org/x.");
    expect(sent.entities).toEqual([
      { type: "bold", offset: 0, length: 5 },
      { type: "url", offset: 6, length: 21 },
    ]);
    expect(people.messages(ana)).toEqual([sent]);
  });

  it.each([
    ["", "message text is empty"],
    ["   \n ", "message text is empty"],
    ["a".repeat(4_097), "message is too long"],
  ])("refuses the text %j", async (text, reason) => {
    const { api } = await aTelegram();
    expect(await descriptionOf(api.sendMessage(ana, text))).toBe(`Bad Request: ${reason}`);
  });

  it("counts the text without its markup", async () => {
    const { api } = await aTelegram();
    const text = `<b>${"a".repeat(4_096)}</b>`;
    expect((await api.sendMessage(ana, text, { parse_mode: "HTML" })).text).toHaveLength(4_096);
  });

  it("refuses markup that does not parse, and modes it does not speak", async () => {
    const { api } = await aTelegram();
    expect(await descriptionOf(api.sendMessage(ana, "1 < 2", { parse_mode: "HTML" }))).toMatch(
      /^Bad Request: can't parse entities: /,
    );
    expect(await descriptionOf(api.sendMessage(ana, "*x*", { parse_mode: "MarkdownV2" }))).toBe(
      "Bad Request: unsupported parse_mode",
    );
  });

  it("answers a message, or refuses when it is gone and that was not allowed for", async () => {
    const { api, people } = await aTelegram();
    const asked = await people.sendText({ ...anas, text: "well?" });

    const answer = await api.sendMessage(ana, "yes", {
      reply_parameters: { message_id: asked.message_id },
    });
    expect(answer.reply_to_message?.text).toBe("well?");

    await people.deleteMessage({ chatId: ana, messageId: asked.message_id });
    const late = { message_id: asked.message_id };
    expect(await descriptionOf(api.sendMessage(ana, "no", { reply_parameters: late }))).toBe(
      "Bad Request: message to be replied not found",
    );
    const lenient = { ...late, allow_sending_without_reply: true };
    const sent = await api.sendMessage(ana, "no", { reply_parameters: lenient });
    expect(sent.reply_to_message).toBeUndefined();
  });

  it("refuses chats that do not exist and people who blocked it or never wrote", async () => {
    const { api, people } = await aTelegram();
    const stranger = await people.addPerson({ firstName: "Dora", hasStarted: false });
    await people.blockBot(ben);

    expect(await descriptionOf(api.sendMessage(99, "hi"))).toBe("Bad Request: chat not found");
    expect(await refusalOf(api.sendMessage(ben, "hi"))).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    expect(await descriptionOf(api.sendMessage(stranger.id, "hi"))).toBe(
      "Forbidden: bot can't initiate conversation with a user",
    );
    const [update] = await api.getUpdates();
    expect(update?.my_chat_member?.new_chat_member.status).toBe("kicked");
    await people.unblockBot(ben);
    await api.sendMessage(ben, "hi again");
  });
});

describe("buttons", () => {
  it.each([
    ["65 bytes", "x".repeat(65)],
    ["33 characters that are 66 bytes", "ä".repeat(33)],
    ["none at all", ""],
  ])("refuses callback data of %s", async (_name, data) => {
    const { api } = await aTelegram();
    const call = api.sendMessage(ana, "hi", { reply_markup: keyboard(data) });
    expect(await descriptionOf(call)).toBe("Bad Request: BUTTON_DATA_INVALID");
  });

  it("refuses links to a host without a dot, and takes an address", async () => {
    const { api } = await aTelegram();
    const link = (url: string) => ({
      reply_markup: { inline_keyboard: [[{ text: "Pay", url }]] },
    });
    expect(await descriptionOf(api.sendMessage(ana, "hi", link("http://localhost:3000/x")))).toBe(
      "Bad Request: inline keyboard button URL 'http://localhost:3000/x' is invalid: Wrong HTTP URL",
    );
    await api.sendMessage(ana, "hi", link("http://127.0.0.1:3000/x"));
  });

  it("shows the person what the bot answers to a press", async () => {
    const { bot, api, people } = await aTelegram();
    bot.callbackQuery("go", (ctx) =>
      ctx.answerCallbackQuery({ text: `for ${ctx.from.first_name}`, show_alert: true }),
    );
    const { message_id: messageId } = await api.sendMessage(ana, "?", {
      reply_markup: keyboard("go"),
    });
    runBot(bot);

    const answer = await people.pressButton({ ...anas, messageId, data: "go" });

    expect(answer).toMatchObject({ isAnswered: true, text: "for Ana", showAlert: true });
    const twice = api.answerCallbackQuery(answer.queryId);
    expect(await descriptionOf(twice)).toMatch(/^Bad Request: query is too old/);
  });

  it("takes no answer once the query is too old, nor a long one", async () => {
    const { api, people } = await aTelegram({ callbackTtlMs: 150 });
    const { message_id: messageId } = await api.sendMessage(ana, "?", {
      reply_markup: keyboard("go"),
    });
    const pressed = people.pressButton({ ...anas, messageId, data: "go" });
    const [update] = await api.getUpdates({ timeout: 5 });
    const { id } = update!.callback_query!;

    expect(await descriptionOf(api.answerCallbackQuery(id, { text: "x".repeat(201) }))).toBe(
      "Bad Request: MESSAGE_TOO_LONG",
    );
    expect(await pressed).toMatchObject({ isAnswered: false });
    expect(await descriptionOf(api.answerCallbackQuery(id))).toMatch(/query is too old/);
  });

  it("lets nobody press a button that is not shown, unless their screen lags behind", async () => {
    const { api, people } = await aTelegram();
    const { message_id: messageId } = await api.sendMessage(ana, "?", {
      reply_markup: keyboard("go"),
    });
    await api.editMessageText(ana, messageId, "done");
    const press = { ...anas, messageId, data: "go", timeoutMs: 10 };

    await expect(people.pressButton(press)).rejects.toThrow("no button");
    expect(await people.pressButton({ ...press, isStale: true })).toMatchObject({
      isAnswered: false,
    });
    expect((await api.getUpdates())[0]?.callback_query?.message?.reply_markup).toBeUndefined();
  });
});

describe("editing and deleting", () => {
  it("replaces the text and drops the buttons that are not sent again", async () => {
    const { api, people } = await aTelegram();
    const sent = await api.sendMessage(ana, "queued", { reply_markup: keyboard("x") });

    const edited = await api.editMessageText(ana, sent.message_id, "<i>done</i>", {
      parse_mode: "HTML",
    });

    expect(edited).toMatchObject({ text: "done", entities: [{ type: "italic" }] });
    expect(people.messages(ana)).toMatchObject([{ message_id: sent.message_id, text: "done" }]);
    expect(people.messages(ana)[0]?.reply_markup).toBeUndefined();
  });

  it("refuses an edit that changes nothing, is too late or is of somebody else's words", async () => {
    const { api, people } = await aTelegram();
    const theirs = await people.sendText({ ...anas, text: "mine" });
    const own = await api.sendMessage(ana, "same", { reply_markup: keyboard("x") });
    const same = api.editMessageText(ana, own.message_id, "same", { reply_markup: keyboard("x") });
    expect(await descriptionOf(same)).toMatch(/^Bad Request: message is not modified: /);
    expect(await descriptionOf(api.editMessageText(ana, theirs.message_id, "yours"))).toBe(
      "Bad Request: message can't be edited",
    );

    await api.deleteMessage(ana, own.message_id);

    expect(await descriptionOf(api.editMessageText(ana, own.message_id, "late"))).toBe(
      "Bad Request: message to edit not found",
    );
    expect(await descriptionOf(api.deleteMessage(ana, own.message_id))).toBe(
      "Bad Request: message to delete not found",
    );
  });

  it("tells the bot of a person's edit and forward", async () => {
    const { api, people } = await aTelegram();
    const first = await people.sendText({ ...anas, text: "a cat" });
    await people.editText({ ...anas, messageId: first.message_id, text: "a dog" });
    await people.forward({
      userId: ana,
      fromChatId: ana,
      messageId: first.message_id,
      toChatId: ana,
    });

    const updates = await api.getUpdates();

    expect(updates[1]?.edited_message).toMatchObject({ text: "a dog" });
    expect(updates[2]?.message).toMatchObject({
      text: "a dog",
      forward_origin: { type: "user", sender_user: { id: ana } },
    });
  });

  it("puts one allowed reaction under a message", async () => {
    const { api, people } = await aTelegram();
    const { message_id: messageId } = await people.sendText({ ...anas, text: "hi" });
    await api.setMessageReaction(ana, messageId, [{ type: "emoji", emoji: "👀" }]);
    expect(people.reaction({ chatId: ana, messageId })).toBe("👀");
    const two = [
      { type: "emoji", emoji: "👀" },
      { type: "emoji", emoji: "🔥" },
    ] as const;
    expect(await descriptionOf(api.setMessageReaction(ana, messageId, [...two]))).toMatch(
      "REACTIONS_TOO_MANY",
    );
  });
});

describe("commands", () => {
  const commands = [{ command: "imagine", description: "Make a picture" }];
  const german = [{ command: "imagine", description: "Ein Bild malen" }];

  it("keeps one list per scope and language and shows people the narrowest", async () => {
    const { api, people } = await aTelegram();
    await api.setMyCommands(commands);
    await api.setMyCommands(german, { language_code: "de" });
    await api.setMyCommands([{ command: "pool", description: "The shared wallet" }], {
      scope: { type: "all_chat_administrators" },
    });

    expect(await api.getMyCommands()).toEqual(commands);
    expect(await api.getMyCommands({ language_code: "de" })).toEqual(german);
    expect(people.commandsFor({ userId: ben, chatId: ben })).toEqual(german);
    expect(people.commandsFor({ userId: ana, chatId: ana })).toEqual(commands);
    expect(people.commandsFor({ userId: ana, chatId: seedIds.group })[0]?.command).toBe("pool");
    expect(people.commandsFor({ userId: seedIds.chiara, chatId: seedIds.group })).toEqual(commands);
    await api.deleteMyCommands({ language_code: "de" });
    expect(people.commandsFor({ userId: ben, chatId: ben })).toEqual(commands);
  });

  it.each([
    ["a capital letter", [{ command: "Imagine", description: "x" }], "BOT_COMMAND_INVALID"],
    ["a hyphen", [{ command: "remove-text", description: "x" }], "BOT_COMMAND_INVALID"],
    ["33 letters", [{ command: "a".repeat(33), description: "x" }], "BOT_COMMAND_INVALID"],
    [
      "an empty description",
      [{ command: "a", description: "" }],
      "BOT_COMMAND_DESCRIPTION_INVALID",
    ],
    [
      "a long description",
      [{ command: "a", description: "x".repeat(257) }],
      "BOT_COMMAND_DESCRIPTION_INVALID",
    ],
    [
      "101 entries",
      Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: "x" })),
      "BOT_COMMANDS_TOO_MUCH",
    ],
  ])("refuses a list with %s", async (_name, list, reason) => {
    const { api } = await aTelegram();
    expect(await descriptionOf(api.setMyCommands(list))).toBe(`Bad Request: ${reason}`);
  });
});
