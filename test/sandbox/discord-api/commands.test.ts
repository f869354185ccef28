import { Routes } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { deferred, imagine, startBot, type TestBot } from "./bot.js";

const { users, channels, guilds, directMessages } = SEED;

function command(extra: object = {}) {
  return { name: "imagine", description: "Make a picture", ...extra };
}
function option(extra: object = {}) {
  return { type: 3, name: "prompt", description: "What to show", ...extra };
}

describe("commands", () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startBot({ login: false });
  });
  const names = async (userId: string, channelId: string) =>
    (await bot.api.listCommands({ userId, channelId })).map(({ name }) => name);

  it("come back as registered, and keep their id through an overwrite", async () => {
    const german = { ...imagine, description_localizations: { de: "Ein Bild machen" } };
    const registered = await bot.register([german, { name: "Edit this image", type: 3 }]);
    const again = await bot.register([german]);

    const route = Routes.applicationCommands(SEED.application);
    const query = new URLSearchParams({ with_localizations: "true" });
    expect(registered).toMatchObject([
      { ...german, type: 1, application_id: SEED.application, default_member_permissions: null },
      { name: "Edit this image", type: 3, description: "" },
    ]);
    expect(again).toMatchObject([{ id: (registered as { id: string }[])[0]?.id }]);
    expect(await bot.client.rest.get(route, { query })).toEqual(again);
    const [plain] = (await bot.client.rest.get(route)) as object[];
    expect(plain).not.toHaveProperty("description_localizations");
  });

  it.each([
    ["a name in capitals", command({ name: "Imagine" })],
    ["a name with a space", command({ name: "make it" })],
    ["no description", command({ description: "" })],
    ["a description of 101 characters", command({ description: "x".repeat(101) })],
    [
      "26 options",
      command({ options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) }),
    ],
    [
      "a required option after an optional one",
      command({ options: [option(), option({ name: "b", required: true })] }),
    ],
    ["two options of one name", command({ options: [option(), option()] })],
    [
      "26 choices",
      command({
        options: [
          option({
            choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })),
          }),
        ],
      }),
    ],
    [
      "choices beside autocomplete",
      command({ options: [option({ autocomplete: true, choices: [{ name: "a", value: "a" }] })] }),
    ],
    [
      "a choice of the wrong type",
      command({ options: [option({ choices: [{ name: "a", value: 1 }] })] }),
    ],
    ["a max_length over 6,000", command({ options: [option({ max_length: 6001 })] })],
    [
      "a subcommand beside a value",
      command({ options: [option(), { type: 1, name: "show", description: "x" }] }),
    ],
    ["an unknown language", command({ name_localizations: { xx: "bild" } })],
    ["a capital in a translated name", command({ name_localizations: { de: "Bild" } })],
    [
      "more than 8,000 characters",
      command({
        options: Array.from({ length: 25 }, (_, n) =>
          option({
            name: `o${n}`,
            choices: Array.from({ length: 4 }, (_, c) => ({ name: `${c}`, value: "x".repeat(90) })),
          }),
        ),
      }),
    ],
    ["a context menu with a description", { name: "Edit", type: 3, description: "x" }],
  ])("are refused with %s", async (_what, body) => {
    await expect(bot.register([body])).rejects.toMatchObject({ status: 400, code: 50035 });
    expect(await names(users.ada, channels.general)).toEqual([]);
  });

  it("are refused twice under one name, and above the number of a type", async () => {
    const menus = Array.from({ length: 16 }, (_, n) => ({ name: `Menu ${n}`, type: 3 }));

    await expect(bot.register([command(), command()])).rejects.toMatchObject({ code: 50035 });
    await expect(bot.register(menus)).rejects.toMatchObject({ code: 30032 });
    await bot.register(menus.slice(1));
  });

  it("stand in the menu only where they are installed, meant and allowed", async () => {
    await bot.register([
      command({ name: "anywhere" }),
      command({ name: "servers", contexts: [0] }),
      command({ name: "installed", integration_types: [0] }),
      command({ name: "staff", default_member_permissions: "32" }),
      command({ name: "adult", nsfw: true }),
    ]);
    await bot.register([command({ name: "garden" })], guilds.garden);

    const general = ["anywhere", "servers", "installed"];
    expect(await names(users.ada, channels.general)).toEqual([...general, "staff", "garden"]);
    expect(await names(users.chloe, channels.general)).toEqual([...general, "garden"]);
    expect(await names(users.bruno, channels.allgemein)).toEqual([...general, "staff"]);
    const direct = ["anywhere", "installed", "staff", "adult"];
    expect(await names(users.chloe, directMessages.chloe)).toEqual(direct);
    expect(await names(users.ada, channels.group)).toEqual(["anywhere", "staff", "adult"]);
    expect(await names(users.bruno, channels.group)).toEqual([]);
  });

  it("remain to a person with their own installation after the bot was removed", async () => {
    await bot.register([command()]);
    await bot.api.faults.kickBot(guilds.garden);

    expect(await names(users.ada, channels.general)).toEqual(["imagine"]);
    expect(await names(users.bruno, channels.general)).toEqual([]);
  });

  it("are not sent with what the client would not let through", async () => {
    await bot.register([imagine]);
    const run = (options: Record<string, string | number | boolean>) =>
      bot.api.runCommand({
        userId: users.ada,
        channelId: channels.general,
        name: "imagine",
        options,
      });

    await expect(run({})).rejects.toThrow(/"prompt" is required/);
    await expect(run({ prompt: "x".repeat(501) })).rejects.toThrow(/characters long/);
    await expect(run({ prompt: "x", count: 5 })).rejects.toThrow(/between 1 and 4/);
    await expect(run({ prompt: "x", count: 1.5 })).rejects.toThrow(/whole number/);
    await expect(run({ prompt: "x", colour: "red" })).rejects.toThrow(/no option "colour"/);
    expect(bot.api.calls().filter((call) => call.route.includes("callback"))).toEqual([]);
  });

  it("carry subcommands nested, and attachments resolved", async () => {
    await bot.client.login("sandbox");
    await bot.register([
      command({
        name: "pool",
        options: [
          {
            type: 1,
            name: "show",
            description: "Show it",
            options: [{ type: 11, name: "logo", description: "A picture" }],
          },
        ],
      }),
    ]);
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));
    const place = { userId: users.ada, channelId: channels.general };
    const upload = await bot.api.uploadAttachment({
      ...place,
      file: { filename: "logo.webp", bytes: new Uint8Array(7) },
    });

    await bot.api.runCommand({ ...place, name: "pool show", options: { logo: upload.id } });

    expect(bot.received[0]?.data).toMatchObject({
      name: "pool",
      options: [{ name: "show", type: 1, options: [{ name: "logo", type: 11, value: upload.id }] }],
      resolved: {
        attachments: {
          [upload.id]: {
            filename: "logo.webp",
            content_type: "image/webp",
            size: 7,
            ephemeral: true,
          },
        },
      },
    });
  });
});
