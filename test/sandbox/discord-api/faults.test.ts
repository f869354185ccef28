import { Routes } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { deferred, imagine, startBot, type TestBot } from "./bot.js";

const { users, guilds, channels } = SEED;
const inGeneral = { userId: users.ada, channelId: channels.general };

describe("faults at the press of a switch", () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startBot();
    bot.api.reset();
  });
  const send = (content: string) =>
    bot.client.rest.post(Routes.channelMessages(channels.general), { body: { content } });
  const contents = () => bot.api.messages(inGeneral).map((entry) => entry.content);
  const statuses = () => bot.api.calls().map((call) => call.status);

  it("lets the client wait out a rate limit and repeat", async () => {
    bot.api.faults.rateLimitNext({ retryAfterSeconds: 0.2 });

    const startedAt = performance.now();
    await send("patient");

    expect(performance.now() - startedAt).toBeGreaterThan(200);
    expect(statuses()).toEqual([429, 200]);
    expect(contents()).toEqual(["patient"]);
  });

  it("fails with 500 without any effect, and the client repeats", async () => {
    bot.api.faults.failNext();

    await send("second try");

    expect(statuses()).toEqual([500, 200]);
    expect(contents()).toEqual(["second try"]);
  });

  it("loses an answer after the effect", async () => {
    bot.api.faults.loseNextAnswer();

    await expect(send("did it arrive?")).rejects.toThrow();

    expect(contents()).toEqual(["did it arrive?"]);
  });

  it("ends a token at once", async () => {
    await bot.register([imagine]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));
    const view = await bot.api.runCommand({
      ...inGeneral,
      name: "imagine",
      options: { prompt: "x" },
    });
    const [interaction] = bot.received;
    if (interaction === undefined) throw new Error("nothing reached the bot");

    bot.api.faults.expireToken(view.id);

    await expect(bot.editOriginal(interaction, { content: "x" })).rejects.toMatchObject({
      status: 401,
      code: 50027,
    });
  });

  it("remembers calls to routes it does not know", async () => {
    const unknown = bot.client.rest.get("/guilds/1/audit-logs");

    await expect(unknown).rejects.toMatchObject({ status: 404 });
    expect(bot.api.unknownCalls()).toEqual(["GET /api/v10/guilds/1/audit-logs"]);
  });

  it("logs every call without its secrets", async () => {
    await bot.register([imagine]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));
    await bot.api.runCommand({ ...inGeneral, name: "imagine", options: { prompt: "x" } });
    await bot.api.faults.dropGateway();
    await bot.api.waitForGateway();

    const log = JSON.stringify(bot.api.calls());
    expect(log).toContain("/interactions/:id/:token/callback");
    expect(log).toContain("Resume");
    expect(log).not.toContain(bot.received[0]?.token);
    expect(log).not.toContain('"sandbox"');
  });

  it("answers with the headers of the rate limits", async () => {
    const { url } = (await bot.client.rest.get(Routes.gatewayBot())) as { url: string };
    const api = url.replace("ws:", "http:").replace("/gateway", "/api/v10");
    const answer = await fetch(`${api}/users/@me`, { headers: { Authorization: "Bot sandbox" } });

    const names = ["limit", "remaining", "reset", "reset-after", "bucket"];
    expect(names.filter((name) => answer.headers.has(`x-ratelimit-${name}`))).toEqual(names);
    expect((await fetch(`${api}/users/@me`)).status).toBe(401);
  });

  it("goes back to the seed and keeps the bot connected", async () => {
    await bot.register([imagine]);
    await send("old");
    await bot.api.faults.kickBot(guilds.garden);
    bot.api.faults.closeDirectMessages(users.ada);
    bot.api.faults.failNext({ count: 9 });
    const before = bot.api.gatewayConnections()[0]?.sessionId;

    bot.api.reset();

    await expect.poll(() => bot.client.guilds.cache.has(guilds.garden)).toBe(true);
    expect(contents()).toEqual([]);
    await send("new");
    expect(contents()).toEqual(["new"]);
    expect(bot.api.gatewayConnections()[0]?.sessionId).toBe(before);
    expect(await bot.api.listCommands(inGeneral)).toHaveLength(1);
  });

  it("streams every change to a listener until it stops", async () => {
    const types: string[] = [];
    const stop = bot.api.onEvent((event) => types.push(event.type));

    await send("one");
    stop();
    await send("two");

    expect(types).toEqual(["message_created", "call"]);
  });
});
