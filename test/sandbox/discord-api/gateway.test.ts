import { Client, GatewayDispatchEvents, GatewayIntentBits, Status } from "discord.js";
import { describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { deferred, imagine, startBot } from "./bot.js";

const { users, guilds, channels } = SEED;

describe("gateway", () => {
  it("logs in while one server is unavailable, and interactions come from it all the same", async () => {
    const bot = await startBot({ login: false, client: { waitGuildTimeout: 50 } });
    bot.api.faults.setGuildAvailable(guilds.werkstatt, false);
    await bot.client.login("sandbox");
    await bot.api.waitForGateway();
    await bot.register([imagine]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));

    const run = await bot.api.runCommand({
      userId: users.bruno,
      channelId: channels.allgemein,
      name: "imagine",
      options: { prompt: "ein Haus" },
    });

    expect(run.record().state).toBe("acknowledged");
    expect(bot.client.guilds.cache.get(guilds.garden)?.available).toBe(true);
    expect(bot.client.guilds.cache.get(guilds.werkstatt)?.available).toBe(false);
    expect(bot.received[0]).toMatchObject({ locale: "de", guild_locale: "de", context: 0 });
  });

  it("brings a server back when its outage ends", async () => {
    const bot = await startBot();
    bot.api.faults.setGuildAvailable(guilds.garden, false);
    bot.api.faults.setGuildAvailable(guilds.garden, true);

    await expect.poll(() => bot.client.guilds.cache.get(guilds.garden)?.available).toBe(true);
  });

  it("resumes after a cut socket and repeats the interaction that was missed", async () => {
    const bot = await startBot();
    await bot.register([imagine]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));
    const [before] = bot.api.gatewayConnections();

    await bot.api.faults.dropGateway();
    const run = await bot.api.runCommand({
      userId: users.ada,
      channelId: channels.general,
      name: "imagine",
      options: { prompt: "sent while away" },
    });

    expect(run.record().state).toBe("acknowledged");
    const after = bot.api.gatewayConnections();
    expect(after).toMatchObject([{ sessionId: before?.sessionId, connected: true }]);
    expect(bot.api.calls().filter((call) => call.route === "Resume")).toHaveLength(1);
  });

  it("makes the client identify anew when the session is forgotten", async () => {
    const bot = await startBot();
    const [before] = bot.api.gatewayConnections();

    await bot.api.faults.dropGateway({ canResume: false });
    await bot.api.waitForGateway();
    await expect.poll(() => bot.client.ws.status).toBe(Status.Ready);

    const after = bot.api.gatewayConnections();
    expect(after).toHaveLength(1);
    expect(after[0]?.sessionId).not.toBe(before?.sessionId);
  });

  it("keeps each server to its shard, and direct messages to shard 0", async () => {
    const bot = await startBot({ client: { shards: [0, 1, 2], shardCount: 3 } });
    await bot.register([imagine]);
    const heard: [guildId: string | undefined, shard: number][] = [];
    bot.client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction, shard) => {
      heard.push([interaction.guild_id, shard]);
      return bot.respond(interaction, deferred());
    });
    const run = (channelId: string) =>
      bot.api.runCommand({
        userId: users.ada,
        channelId,
        name: "imagine",
        options: { prompt: "x" },
      });

    await Promise.all([channels.general, channels.allgemein, SEED.directMessages.ada].map(run));

    const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 3n);
    expect(new Map(heard)).toEqual(
      new Map([
        [guilds.garden, shardOf(guilds.garden)],
        [guilds.werkstatt, shardOf(guilds.werkstatt)],
        [undefined, 0],
      ]),
    );
    expect(heard).toHaveLength(3);
  });

  it("refuses a wrong token at REST and at the gateway", async () => {
    const bot = await startBot({ token: "the-right-one", login: false });

    await expect(bot.client.login("a-wrong-one")).rejects.toThrow(/invalid token/i);
    expect(bot.api.gatewayConnections()).toEqual([]);
  });

  it("closes with 4014 for a privileged intent that is not switched on", async () => {
    const bot = await startBot({ login: false });
    const { rest = {} } = bot.client.options;
    const greedy = new Client({ intents: [GatewayIntentBits.MessageContent], rest });

    await expect(greedy.login("sandbox")).rejects.toThrow(/disallowed intents/i);
    await greedy.destroy();
  });

  it("tells the bot that it was removed from a server", async () => {
    const bot = await startBot();
    await expect.poll(() => bot.client.guilds.cache.has(guilds.garden)).toBe(true);

    await bot.api.faults.kickBot(guilds.garden);

    await expect.poll(() => bot.client.guilds.cache.has(guilds.garden)).toBe(false);
    expect(bot.client.ws.status).toBe(Status.Ready);
  });

  it("hides what people write from a bot without the message content intent, unless it is mentioned", async () => {
    const bot = await startBot({
      client: { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] },
    });
    const heard: string[] = [];
    bot.client.ws.on(GatewayDispatchEvents.MessageCreate, (message) => heard.push(message.content));
    const place = { userId: users.bruno, channelId: channels.general };

    await bot.api.sendMessage({ ...place, content: "among us" });
    await bot.api.sendMessage({ ...place, content: `<@${SEED.application}> make it blue` });

    await expect.poll(() => heard).toEqual(["", `<@${SEED.application}> make it blue`]);
  });
});
