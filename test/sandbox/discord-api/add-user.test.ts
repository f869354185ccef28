import { describe, expect, it } from "vitest";
import { createDiscordApi } from "../../../src/sandbox/discord-api/discord-api.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { deferred, imagine, startBot } from "./bot.js";

const { guilds, channels } = SEED;

describe("a person who joins", () => {
  it("finds the bot's commands in their servers and in direct messages", async () => {
    const bot = await startBot();
    await bot.register([imagine]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));

    const userId = bot.api.addUser({ name: "Dana", locale: "de", guildIds: [guilds.garden] });
    const options = { prompt: "a red fox" };
    const at = { userId, name: "imagine", options };
    await bot.api.runCommand({ ...at, channelId: channels.general });
    await bot.api.runCommand({ ...at, channelId: bot.api.directMessageChannelId(userId) });

    expect(bot.received).toMatchObject([
      { locale: "de", context: 0, member: { user: { id: userId } } },
      { locale: "de", context: 1, user: { id: userId } },
    ]);
  });

  it("sees nothing of servers they are not in, and is gone after a reset", () => {
    const api = createDiscordApi();
    const userId = api.addUser({ name: "Dana" });

    expect(() => api.messages({ userId, channelId: channels.general })).toThrow("sees no channel");
    expect(() => api.addUser({ name: "Emil", guildIds: ["1"] })).toThrow("no guild 1");
    api.reset();
    expect(api.world().users.map(({ name }) => name)).not.toContain("Dana");
  });
});
