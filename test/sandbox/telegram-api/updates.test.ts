import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Bot, GrammyError } from "grammy";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { aTelegram, descriptionOf, refusalOf, runBot } from "./harness.js";

const { ana } = seedIds;
const anas = { userId: ana, chatId: ana };

describe("long polling", () => {
  it("lets the real bot introduce itself and answer through the real runner", async () => {
    const { bot, people } = await aTelegram();
    bot.command("start", (ctx) => ctx.reply(`hello ${ctx.from?.first_name}: ${ctx.match}`));
    runBot(bot);

    await people.sendText({ ...anas, text: "/start deep-link" });

    const reply = await people.waitForMessage(ana, () => true);
    expect(reply.text).toBe("hello Ana: deep-link");
    expect(bot.botInfo.username).toBe("atelier_sandbox_bot");
    expect(people.unknownMethods()).toEqual([]);
  });

  it("answers a waiting poll as soon as something happens", async () => {
    const { api, people } = await aTelegram();
    const poll = api.getUpdates({ timeout: 30 });
    await vi.waitFor(() => expect(people.pendingUpdates()).toBe(0));

    await people.sendText({ ...anas, text: "now" });

    expect((await poll)[0]?.message?.text).toBe("now");
  });

  it("delivers an update again until a higher offset confirms it", async () => {
    const { api, people } = await aTelegram();
    await people.sendText({ ...anas, text: "first" });
    await people.sendText({ ...anas, text: "second" });

    const [first] = await api.getUpdates({ limit: 1 });
    const again = await api.getUpdates({ limit: 1 });
    const rest = await api.getUpdates({ offset: first!.update_id + 1 });

    expect(again).toEqual([first]);
    expect(rest.map((update) => update.message?.text)).toEqual(["second"]);
    expect(people.pendingUpdates()).toBe(1);
  });

  it("forgets all but the last updates for a negative offset", async () => {
    const { api, people } = await aTelegram();
    for (const text of ["a", "b", "c"]) await people.sendText({ ...anas, text });

    const last = await api.getUpdates({ offset: -1 });

    expect(last.map((update) => update.message?.text)).toEqual(["c"]);
    expect(people.pendingUpdates()).toBe(1);
  });

  it("ends the older of two pollers with a conflict", async () => {
    const { api, people } = await aTelegram();
    const older = refusalOf(api.getUpdates({ timeout: 30 }));
    await api.getMe();
    const newer = api.getUpdates({ timeout: 30 });

    expect((await older).error_code).toBe(409);
    await people.sendText({ ...anas, text: "for the newer" });
    expect(await newer).toHaveLength(1);
  });

  it("keeps an update for the next poller when one hangs up while it waits", async () => {
    const { api, apiRoot, server, people } = await aTelegram();
    const hangUp = new AbortController();
    const url = `${apiRoot}/bot${server.token}/getUpdates?timeout=30`;
    const abandoned = fetch(url, { signal: hangUp.signal }).catch(() => "gone");
    await api.getMe();
    hangUp.abort();
    await abandoned;
    await people.sendText({ ...anas, text: "still here" });

    const updates = await api.getUpdates({ timeout: 5 });

    expect(updates.map((update) => update.message?.text)).toEqual(["still here"]);
  });

  it("sends only the kinds asked for, until others are asked for", async () => {
    const { api, people } = await aTelegram();
    await api.getUpdates({ allowed_updates: ["callback_query"] });
    await people.sendText({ ...anas, text: "unasked" });
    expect(await api.getUpdates()).toEqual([]);

    await api.getUpdates({ allowed_updates: [] });
    await people.sendText({ ...anas, text: "asked" });

    expect(await api.getUpdates()).toHaveLength(1);
  });

  it("survives a doubled update and one of a kind nobody knows", async () => {
    const { bot, people } = await aTelegram();
    const seen: number[] = [];
    bot.use((ctx) => void seen.push(ctx.update.update_id));
    people.duplicateNextUpdate();
    const before = people.injectUpdate({ telepathy: { thought: "hm" } });
    runBot(bot);

    await people.sendText({ ...anas, text: "after" });

    await vi.waitFor(() => expect(seen).toEqual([before, before, before + 1]));
  });
});

describe("webhooks", () => {
  it("posts updates with their secret and repeats them until they are taken", async () => {
    const { api, people } = await aTelegram({ webhookRetryMs: 20 });
    const seen: { secret: string | undefined; text: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const secret = request.headers["x-telegram-bot-api-secret-token"];
        seen.push({ secret: String(secret), text: JSON.parse(body).message.text });
        response.writeHead(seen.length === 1 ? 500 : 200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const { port } = receiver.address() as AddressInfo;
    await api.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: "s3cret" });

    await people.sendText({ ...anas, text: "by hook" });

    await vi.waitFor(() => expect(people.pendingUpdates()).toBe(0));
    expect(seen).toEqual([
      { secret: "s3cret", text: "by hook" },
      { secret: "s3cret", text: "by hook" },
    ]);
    expect((await api.getWebhookInfo()).last_error_message).toContain("500");
    expect((await refusalOf(api.getUpdates())).error_code).toBe(409);
    await api.deleteWebhook();
    expect((await api.getWebhookInfo()).url).toBe("");
  });

  it("refuses plain HTTP elsewhere and secrets of other characters", async () => {
    const { api } = await aTelegram();

    expect(await descriptionOf(api.setWebhook("http://example.org/hook"))).toBe(
      "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    );
    expect(
      await descriptionOf(api.setWebhook("https://example.org/", { secret_token: "no spaces" })),
    ).toBe("Bad Request: secret token contains unallowed characters");
  });
});

describe("requests", () => {
  it("refuses another token and tells unknown methods apart", async () => {
    const { apiRoot, server, people } = await aTelegram();
    const stranger = new Bot("123:nobody", { client: { apiRoot } });
    expect((await refusalOf(stranger.api.getMe())).error_code).toBe(401);

    const unknown = await fetch(`${apiRoot}/bot${server.token}/sendTelepathy`, { method: "POST" });

    expect(await unknown.json()).toEqual({
      ok: false,
      error_code: 404,
      description: "Not Found",
    });
    expect(people.unknownMethods()).toEqual(["sendTelepathy"]);
  });

  it.each([
    ["the query", (url: string) => fetch(`${url}?chat_id=${ana}&text=hi`)],
    [
      "a form",
      (url: string) =>
        fetch(url, {
          method: "POST",
          body: new URLSearchParams({ chat_id: `${ana}`, text: "hi" }),
        }),
    ],
    [
      "JSON and any case of the name",
      (url: string) =>
        fetch(url.replace("sendMessage", "SENDMESSAGE"), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ chat_id: ana, text: "hi" }),
        }),
    ],
  ])("takes parameters from %s", async (_name, call) => {
    const { apiRoot, server, people } = await aTelegram();

    const response = await call(`${apiRoot}/bot${server.token}/sendMessage`);

    expect(await response.json()).toMatchObject({ ok: true, result: { text: "hi" } });
    expect(people.messages(ana).map((message) => message.text)).toEqual(["hi"]);
  });

  it("refuses what would appear elsewhere and is not modelled", async () => {
    const { api } = await aTelegram();
    const call = api.sendMessage(ana, "hi", { business_connection_id: "b1" });
    await expect(call).rejects.toBeInstanceOf(GrammyError);
  });
});
