import { autoRetry } from "@grammyjs/auto-retry";
import { HttpError } from "grammy";
import { describe, expect, it } from "vitest";
import type { TelegramEvent } from "../../../src/sandbox/telegram-api/control-types.js";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { aTelegram, refusalOf, runBot } from "./harness.js";

const { ana, group } = seedIds;
const anas = { userId: ana, chatId: ana };

describe("faults", () => {
  it("floods once, and auto-retry obeys the wait", async () => {
    const { api, people } = await aTelegram();
    api.config.use(autoRetry());
    people.floodNext({ retryAfter: 1, method: "sendMessage" });
    const startedAtMs = Date.now();

    await api.sendMessage(ana, "at last");

    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(1_000);
    expect(people.calls().map((call) => call.status)).toEqual([429, 200]);
    expect(people.messages(ana)).toHaveLength(1);
  });

  it("says how long to wait", async () => {
    const { api, people } = await aTelegram();
    people.floodNext({ retryAfter: 7 });
    expect(await refusalOf(api.getMe())).toMatchObject({
      error_code: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
  });

  it("fails without performing, and loses the answer after performing", async () => {
    const { api, people } = await aTelegram();
    people.failNext();
    expect((await refusalOf(api.sendMessage(ana, "never"))).error_code).toBe(500);
    people.loseNextAnswer();

    await expect(api.sendMessage(ana, "sent, though")).rejects.toBeInstanceOf(HttpError);

    expect(people.messages(ana).map((message) => message.text)).toEqual(["sent, though"]);
  });

  it("slows down only the method named", async () => {
    const { api, people } = await aTelegram();
    people.slowNext({ delayMs: 150, method: "sendMessage" });
    const startedAtMs = Date.now();
    await api.getMe();
    expect(Date.now() - startedAtMs).toBeLessThan(150);
    await api.sendMessage(ana, "slow");
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(149);
  });
});

describe("flood limits", () => {
  it("bear a burst in a private chat, then ask to wait", async () => {
    const { api } = await aTelegram({ hasFloodLimits: true });
    for (let sent = 0; sent < 5; sent += 1) await api.sendMessage(ana, `${sent}`);
    expect(await refusalOf(api.sendMessage(ana, "6"))).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 1 },
    });
  });

  it("count edits in a group: 20 a minute", async () => {
    const { api } = await aTelegram({ hasFloodLimits: true });
    const { message_id: messageId } = await api.sendMessage(group, "0 %");
    for (let step = 1; step < 20; step += 1) {
      await api.editMessageText(group, messageId, `${step} %`);
    }
    const refused = await refusalOf(api.editMessageText(group, messageId, "too much"));
    expect(refused.parameters.retry_after).toBe(3);
  });
});

describe("watching", () => {
  it("tells a console what happens and keeps the token out of its log", async () => {
    const { api, server, people } = await aTelegram();
    const events: TelegramEvent[] = [];
    const stop = people.onChange((event) => events.push(event));
    await api.sendChatAction(ana, "typing");
    await api.sendMessage(ana, `my token is ${server.token}`);
    await refusalOf(api.sendMessage(5, "nobody"));
    stop();
    await api.sendMessage(ana, "unwatched");

    expect(events.map((event) => event.kind)).toEqual([
      "chat_action",
      "call",
      "message",
      "call",
      "call",
    ]);
    const calls = people.calls();
    expect(calls[1]).toMatchObject({ method: "sendMessage", status: 200, chatId: ana });
    expect(calls[1]?.summary).toBe("my token is <token>");
    expect(calls[2]).toMatchObject({ status: 400, description: "Bad Request: chat not found" });
  });

  it("says what the bot said instead when a message does not come", async () => {
    const { api, people } = await aTelegram();
    await api.sendMessage(ana, "something else");
    await expect(people.waitForMessage(ana, () => false, 20)).rejects.toThrow("something else");
  });

  it("goes back to the seed under a running bot, and gives no id twice", async () => {
    const { bot, people } = await aTelegram();
    bot.command("ping", (ctx) => ctx.reply("pong"));
    await bot.api.setMyCommands([{ command: "ping", description: "Ping" }]);
    runBot(bot);
    await people.sendText({ ...anas, text: "/ping" });
    const before = await people.waitForMessage(ana, () => true);
    await people.addPerson({ firstName: "Dora" });

    people.reset();

    expect(people.messages(ana)).toEqual([]);
    expect(people.people().map((person) => person.first_name)).toEqual(["Ana", "Ben", "Chiara"]);
    await people.sendText({ ...anas, text: "/ping" });
    const after = await people.waitForMessage(ana, () => true);
    expect(after.message_id).toBeGreaterThan(before.message_id);
    expect(people.commandsFor({ userId: ana, chatId: ana })).toHaveLength(1);
  });
});
