import { MessageFlags, Routes } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { button, type RawFile, row, standingClock, startBot, type TestBot } from "./bot.js";

const { users, guilds, channels, directMessages } = SEED;
const inGeneral = { userId: users.ada, channelId: channels.general };
const v2 = MessageFlags.IsComponentsV2;

function file(name: string, sizeBytes = 4): RawFile {
  return { name, data: Buffer.alloc(sizeBytes, 1) };
}

function text(content: string) {
  return { type: 10, content };
}

describe("messages of the bot", () => {
  const clock = standingClock();
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startBot({ clock, login: false });
  });

  function send(body: object, files?: RawFile[], channelId: string = channels.general) {
    return bot.client.rest.post(Routes.channelMessages(channelId), {
      body,
      ...(files === undefined ? {} : { files }),
    }) as Promise<{ id: string; attachments: { id: string; filename: string }[] }>;
  }
  function edit(id: string, body: object, files?: RawFile[]) {
    return bot.client.rest.patch(Routes.channelMessage(channels.general, id), {
      body,
      ...(files === undefined ? {} : { files }),
    });
  }
  const seen = () => bot.api.messages(inGeneral);

  it.each([
    ["nothing at all", {}, 50006],
    ["buttons alone", { components: [row(button("a"))] }, 50006],
    ["2,001 characters", { content: "x".repeat(2001) }, 50035],
    ["eleven embeds", { embeds: Array(11).fill({ title: "x" }) }, 50035],
    [
      "6,001 characters of embeds",
      { embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] },
      50035,
    ],
    ["an embed field without a name", { embeds: [{ fields: [{ name: "", value: "x" }] }] }, 50035],
    [
      "a custom id of 101 characters",
      { content: "x", components: [row(button("x".repeat(101)))] },
      50035,
    ],
    [
      "a label of 81 characters",
      { content: "x", components: [row(button("a", { label: "x".repeat(81) }))] },
      50035,
    ],
    [
      "six buttons in a row",
      { content: "x", components: [row(...[..."abcdef"].map((id) => button(id)))] },
      50035,
    ],
    ["six rows", { content: "x", components: [..."abcdef"].map((id) => row(button(id))) }, 50035],
    [
      "the same custom id twice",
      { content: "x", components: [row(button("a"), button("a"))] },
      50035,
    ],
    [
      "a button with both address and id",
      { content: "x", components: [row(button("a", { style: 5, url: "https://example.com" }))] },
      50035,
    ],
    [
      "a link to localhost",
      {
        content: "x",
        components: [row({ type: 2, style: 5, label: "x", url: "http://localhost:3000" })],
      },
      50035,
    ],
    ["a text display without the flag", { content: "x", components: [text("x")] }, 50035],
    [
      "allowed mentions that contradict themselves",
      { content: "x", allowed_mentions: { parse: ["users"], users: ["1"] } },
      50035,
    ],
    ["a reply to nothing", { content: "x", message_reference: { message_id: "1" } }, 50035],
  ])("are refused with %s", async (_what, body, code) => {
    await expect(send(body)).rejects.toMatchObject({ status: 400, code });
    expect(seen()).toEqual([]);
  });

  it("are refused above ten files and above 10 MiB a file, and go through at the limits", async () => {
    const eleven = Array.from({ length: 11 }, (_, index) => file(`${index}.png`));
    const limit = 10 * 1024 * 1024;

    await expect(send({}, eleven)).rejects.toMatchObject({ status: 400, code: 30015 });
    await expect(send({}, [file("big.png", limit + 1)])).rejects.toMatchObject({
      status: 413,
      code: 40005,
    });
    await send({}, eleven.slice(1));
    await send({}, [file("big.png", limit)]);

    expect(seen().map((entry) => entry.attachments.length)).toEqual([10, 1]);
  });

  it("go only where the bot may write", async () => {
    const refusals = await Promise.all(
      [channels.announcements, channels.staff, channels.group, "1100000000000000999"].map(
        (channelId) => send({ content: "hi" }, undefined, channelId).catch((error) => error.code),
      ),
    );

    expect(refusals).toEqual([50013, 50001, 50001, 10003]);
  });

  it("reach a person directly until they close it, and never a stranger", async () => {
    const channel = await bot.client.rest.post(Routes.userChannels(), {
      body: { recipient_id: users.chloe },
    });
    expect(channel).toMatchObject({ id: directMessages.chloe, type: 1 });
    await send({ content: "hello" }, undefined, directMessages.chloe);

    bot.api.faults.closeDirectMessages(users.chloe);
    const closed = await send({ content: "?" }, undefined, directMessages.chloe).catch((e) => e);
    bot.api.faults.openDirectMessages(users.chloe);
    await bot.api.faults.kickBot(guilds.garden);
    const stranger = await send({ content: "?" }, undefined, directMessages.chloe).catch((e) => e);

    expect(closed).toMatchObject({ status: 403, code: 50007 });
    expect(stranger).toMatchObject({ status: 403, code: 50278 });
    const place = { userId: users.chloe, channelId: directMessages.chloe };
    expect(bot.api.messages(place)).toHaveLength(1);
  });

  it("are not doubled when a nonce is repeated and enforced", async () => {
    const body = { content: "your picture", nonce: "delivery-1", enforce_nonce: true };

    const [first, second] = [await send(body), await send(body)];
    await send({ ...body, enforce_nonce: false });

    expect(second.id).toBe(first.id);
    expect(seen()).toHaveLength(2);
  });

  it("lose the files that an edit does not list", async () => {
    const sent = await send({ content: "two" }, [file("a.png"), file("b.png")]);
    const kept = sent.attachments.map(({ id }) => ({ id })).slice(0, 1);
    const [url] =
      seen()[0]
        ?.attachments.slice(1)
        .map((entry) => entry.url) ?? [];

    await edit(sent.id, { attachments: [...kept, { id: 0, filename: "c.png" }] }, [file("c.png")]);

    expect(seen()[0]?.attachments.map((entry) => entry.filename)).toEqual(["a.png", "c.png"]);
    expect((await fetch(url ?? "")).status).toBe(404);
    await edit(sent.id, { content: "same files" });
    expect(seen()[0]?.attachments).toHaveLength(2);
    await expect(edit(sent.id, { attachments: [{ id: "99" }] })).rejects.toMatchObject({
      code: 50146,
    });
  });

  it("may be changed and deleted by their author only, or by a moderator", async () => {
    const theirs = await bot.api.sendMessage({ ...inGeneral, content: "mine" });
    const route = Routes.channelMessage(channels.general, theirs.id);

    const changed = await edit(theirs.id, { content: "x" }).catch((error) => error.code);
    const deleted = await bot.client.rest.delete(route).catch((error) => error.code);
    const ours = await send({ content: "ours" });
    await bot.api.deleteMessage(ours.id);

    expect([changed, deleted]).toEqual([50005, 50013]);
    await expect(edit(ours.id, { content: "x" })).rejects.toMatchObject({ code: 10008 });
  });

  it("notify whom the text names unless mentions are switched off, in edits too", async () => {
    const content = `@everyone <@${users.bruno}> <@&${SEED.roles.gardenStaff}>`;

    await send({ content, allowed_mentions: { parse: [] } });
    await send({ content });
    const quiet = await send({ content: "quiet" });
    await edit(quiet.id, { content });
    await send({ flags: v2, components: [text(content)] });

    const loud = {
      everyone: false, // The bot has no permission for it.
      userIds: [users.bruno],
      roleIds: [SEED.roles.gardenStaff],
    };
    expect(seen().map((entry) => entry.pings)).toEqual([
      { everyone: false, userIds: [], roleIds: [] },
      loud,
      loud,
      loud,
    ]);
  });

  it("show their files at signed addresses that run out", async () => {
    await send({}, [file("a.png")]);
    const url = seen()[0]?.attachments[0]?.url ?? "";
    const statusOf = async (address: string) => (await fetch(address)).status;

    expect(await statusOf(url)).toBe(200);
    expect(await statusOf(url.replace("/cdn/", "/media/"))).toBe(200);
    expect(await statusOf(url.replace(/hm=./, "hm=x"))).toBe(404);
    expect(await statusOf(url.split("?")[0] ?? "")).toBe(404);
    clock.advance(25 * 60 * 60_000);
    expect(await statusOf(url)).toBe(404);
    expect(await statusOf(seen()[0]?.attachments[0]?.url ?? "")).toBe(200);
  });

  describe("with Components V2", () => {
    it.each([
      ["content", { content: "x", components: [text("x")] }],
      ["embeds", { embeds: [{ title: "x" }], components: [text("x")] }],
      ["more than 40 components", { components: Array.from({ length: 41 }, () => text("x")) }],
      [
        "more than 4,000 characters",
        { components: [text("x".repeat(3000)), text("x".repeat(1001))] },
      ],
      [
        "eleven pictures in a gallery",
        {
          components: [
            { type: 12, items: Array(11).fill({ media: { url: "https://example.com/a.png" } }) },
          ],
        },
      ],
      [
        "a file that is not there",
        { components: [{ type: 13, file: { url: "attachment://a.png" } }] },
      ],
      [
        "a file by web address",
        { components: [{ type: 13, file: { url: "https://example.com/a" } }] },
      ],
      [
        "a section of four texts",
        { components: [{ type: 9, components: Array(4).fill(text("x")), accessory: button("a") }] },
      ],
      ["a bare button", { components: [button("a")] }],
      [
        "a container in a container",
        { components: [{ type: 17, components: [{ type: 17, components: [text("x")] }] }] },
      ],
      [
        "41 nested ones",
        { components: [{ type: 17, components: Array.from({ length: 40 }, () => text("x")) }] },
      ],
    ])("are refused with %s", async (_what, body) => {
      await expect(send({ flags: v2, ...body })).rejects.toMatchObject({
        status: 400,
        code: 50035,
      });
    });

    it("are refused when empty", async () => {
      await expect(send({ flags: v2 })).rejects.toMatchObject({ code: 50006 });
    });

    it("show only the files that a component names", async () => {
      const sent = await send(
        {
          flags: v2,
          components: [
            {
              type: 17,
              components: [
                text("Two of three"),
                { type: 12, items: [{ media: { url: "attachment://a.png" } }] },
                { type: 13, file: { url: "attachment://b.png" } },
                row(button("again")),
              ],
            },
          ],
        },
        [file("a.png"), file("b.png"), file("c.png")],
      );

      expect(seen()[0]).toMatchObject({
        isComponentsV2: true,
        text: "Two of three",
        buttons: [{ customId: "again" }],
        attachments: [{ filename: "a.png" }, { filename: "b.png" }],
      });
      expect(sent.attachments.map((entry) => entry.filename)).toEqual(["c.png"]);
      expect(JSON.stringify(sent)).not.toContain("attachment://");
    });

    it("take the flag in an edit once content is cleared, and never give it back", async () => {
      const sent = await send({ content: "plain" });

      const unclear = edit(sent.id, { flags: v2, components: [text("new")] });
      await expect(unclear).rejects.toMatchObject({ code: 50035 });
      await edit(sent.id, { flags: v2, content: null, components: [text("new")] });

      expect(seen()[0]).toMatchObject({ isComponentsV2: true, content: "", text: "new" });
      await expect(edit(sent.id, { flags: 0, content: "back" })).rejects.toMatchObject({
        code: 50035,
      });
    });
  });
});
