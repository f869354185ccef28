import { randomBytes } from "node:crypto";
import { Routes } from "discord-api-types/v10";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlatformCall } from "../../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { until } from "../../jobs/until.js";
import { createWorld, type World } from "./discord-world.js";
import { aSuccess, WAITING } from "./studio.js";

const { users, channels, guilds } = SEED;
const PICTURE = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
const MINUTE_MS = 60_000;

/** A picture of more than 10 MB that shrinks to a few as a copy. */
async function noise(): Promise<Uint8Array> {
  const raw = randomBytes(2_000 * 1_900 * 3);
  const picture = sharp(raw, { raw: { width: 2_000, height: 1_900, channels: 3 } });
  return picture.png({ compressionLevel: 0 }).toBuffer();
}

let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.startBot();
  await world.objects.put("pictures/1.png", PICTURE, "image/png");
});
afterEach(async () => {
  expect(world.api.unknownCalls()).toEqual([]);
  await world.close();
});

/** A generation somebody has asked for and whose progress is shown. */
async function aWork(
  input: { options?: Record<string, string | boolean>; userId?: string; channelId?: string } = {},
) {
  const { userId = users.ada, channelId = channels.general, options } = input;
  const place = { userId, channelId };
  const run = await world.api.runCommand({
    ...place,
    name: "imagine",
    options: { prompt: "a red fox", ...options },
  });
  await until("the progress is shown", () => Boolean(world.studio.works.at(-1)?.messageId));
  const work = world.studio.works.at(-1);
  if (!work) throw new Error("nothing was asked for");
  return { run, work, place, messages: () => world.api.messages(place) };
}

const success = aSuccess("pictures/1.png");

describe("discord: showing a result", () => {
  it("replaces the progress by the picture, its words and its buttons", async () => {
    const { work, messages } = await aWork();

    const receipt = await world.studio.send(work, { rung: "edit", phase: success });

    const [message, ...others] = messages();
    expect(others).toEqual([]);
    expect(receipt).toEqual({
      kind: "sent",
      messages: [{ chatId: channels.general, messageId: message?.id, outputIndex: 0 }],
    });
    expect(message?.text).toMatch(/^> a red fox\nFLUX\.1 schnell/);
    expect(message?.buttons.map(({ label }) => label)).toEqual([
      ...["Again", "Vary · 8", "Edit", "Upscale · 2", "Animate · 15"],
      ...["Details", "Favourite", "Original", "Delete", "Report"],
    ]);
    const [picture] = message?.attachments ?? [];
    expect(picture).toMatchObject({ filename: "picture-1.png", description: "a red fox" });
    const shown = await fetch(picture?.url ?? "");
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PICTURE);
  });

  it("shows the same again when it is sent again", async () => {
    const { work, messages } = await aWork();

    await world.studio.send(work, { rung: "edit", phase: success });
    await world.studio.send(work, { rung: "edit", phase: success });

    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.attachments).toHaveLength(1);
  });

  it("shows four pictures in one message that is no single picture's", async () => {
    const { work, messages } = await aWork();

    const receipt = await world.studio.send(work, {
      rung: "edit",
      phase: aSuccess("pictures/1.png", "pictures/1.png", "pictures/1.png", "pictures/1.png"),
    });

    expect(messages()[0]?.attachments.map(({ filename }) => filename)).toEqual([
      "picture-1.png",
      "picture-2.png",
      "picture-3.png",
      "picture-4.png",
    ]);
    expect(receipt).toMatchObject({ messages: [{ outputIndex: null }] });
  });

  it("links a picture that is too large for a file", async () => {
    await world.objects.put(
      "pictures/large.png",
      new Uint8Array(10 * 1024 * 1024 + 1),
      "image/png",
    );
    const { work, messages } = await aWork();

    await world.studio.send(work, {
      rung: "edit",
      phase: aSuccess("pictures/1.png", "pictures/large.png"),
    });

    const [message] = messages();
    expect(message?.attachments).toHaveLength(1);
    expect(message?.text).toContain("The file has 10.1 MB; this chat takes 10 MB.");
    expect(message?.buttons[0]).toMatchObject({
      label: "Open the file",
      url: expect.stringMatching(/^https:\/\/pictures\.example\/objects\/pictures\/large\.png\?/),
    });
  });

  it("shows a copy of a picture that is too large for a file, and says why", async () => {
    await world.objects.put("pictures/noise.png", await noise(), "image/png");
    const { work, messages } = await aWork();

    await world.studio.send(work, { rung: "edit", phase: aSuccess("pictures/noise.png") });

    const [message] = messages();
    const [picture] = message?.attachments ?? [];
    expect(picture?.filename).toBe("picture-1.webp");
    expect(message?.text).toMatch(/The original has 1\d(\.\d)? MB; this chat takes 10 MB\./);
    const shown = await fetch(picture?.url ?? "");
    expect(await sharp(await shown.arrayBuffer()).metadata()).toMatchObject({
      format: "webp",
      width: 2_000,
    });
  });

  it("shows less where Discord takes less than it said", async () => {
    await world.objects.put("pictures/noise.png", await noise(), "image/png");
    const { work, messages } = await aWork();
    const target = { ...work.target, maxFileBytes: 50 * 1_024 * 1_024 };

    await world.studio.send(
      { ...work, target },
      { rung: "edit", phase: aSuccess("pictures/noise.png") },
    );

    expect(messages()[0]?.attachments[0]?.filename).toBe("picture-1.webp");
  });

  it("takes the pictures away when they are deleted", async () => {
    const { work, messages } = await aWork();
    await world.studio.send(work, { rung: "edit", phase: success });

    const deleted = { ...success, pictures: [], isDeleted: true } as typeof success;
    await world.studio.send(work, { rung: "edit", phase: deleted });

    expect(messages()[0]).toMatchObject({
      attachments: [],
      buttons: [],
      text: "This picture has been deleted.",
    });
  });
});

describe("discord: the ladder", () => {
  it("goes on in the channel as a member once the token is over", async () => {
    const { work, messages, run } = await aWork();
    world.pass(15 * MINUTE_MS);
    world.api.faults.expireToken(run.id);

    const receipt = await world.studio.send(work, { rung: "edit", phase: success });

    expect(receipt.kind).toBe("sent");
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.attachments).toHaveLength(1);
  });

  it("goes on in the channel when Discord ends the token early, and keeps its own token", async () => {
    const { work, messages, run } = await aWork();
    world.api.faults.expireToken(run.id);

    const receipt = await world.studio.send(work, { rung: "edit", phase: success });

    expect(receipt.kind).toBe("sent");
    expect(messages()[0]?.attachments).toHaveLength(1);
    await world.rest.get(Routes.currentApplication());
  });

  it("finds the edit dead when its message is gone, writes to the channel, and pings nobody", async () => {
    const { work, messages } = await aWork();
    await world.api.deleteMessage(work.messageId ?? "");

    const edit = await world.studio.send(work, { rung: "edit", phase: success });
    const channel = await world.studio.send(work, { rung: "channel", phase: success });

    expect(edit).toEqual({ kind: "dead", reason: "discord_10008" });
    expect(channel.kind).toBe("sent");
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.pings).toEqual({ everyone: false, userIds: [], roleIds: [] });
  });

  it.each([
    { what: "may not write", channelId: channels.announcements, code: "discord_50013" },
    { what: "sees nothing", channelId: channels.staff, code: "discord_50001" },
  ])("finds a channel dead where the bot $what", async ({ channelId, code }) => {
    const { work } = await aWork({ channelId });

    const receipt = await world.studio.send(work, { rung: "channel", phase: success });

    expect(receipt).toEqual({ kind: "dead", reason: code });
  });

  it("finds a channel dead whose server has thrown the bot out, and writes to the asker", async () => {
    const { work } = await aWork();
    await world.api.faults.kickBot(guilds.garden);
    const direct = { userId: users.ada, channelId: world.api.directMessageChannelId(users.ada) };

    const channel = await world.studio.send(work, { rung: "channel", phase: success });
    const dm = await world.studio.send(work, { rung: "dm", phase: success });

    expect(channel.kind).toBe("dead");
    expect(dm).toMatchObject({ kind: "sent", messages: [{ chatId: direct.channelId }] });
    expect(world.api.messages(direct)[0]?.attachments).toHaveLength(1);
  });

  it("finds direct messages dead that are closed", async () => {
    const { work } = await aWork();
    world.api.faults.closeDirectMessages(users.ada);

    const receipt = await world.studio.send(work, { rung: "dm", phase: success });

    expect(receipt).toEqual({ kind: "dead", reason: "discord_50007" });
  });

  it.each(["channel", "dm"] as const)(
    "writes one message to the %s when the answer is lost and it tries again",
    async (rung) => {
      const { work } = await aWork({ userId: users.bruno });
      const channelId =
        rung === "dm" ? world.api.directMessageChannelId(users.bruno) : channels.general;
      const before = world.api.messages({ userId: users.bruno, channelId }).length;
      const send = () => world.studio.send(work, { rung, phase: success });
      await send();

      await send();

      expect(world.api.messages({ userId: users.bruno, channelId })).toHaveLength(before + 1);
    },
  );

  it("does not write to a chat what is meant for one, nor where it is no member", async () => {
    for (const input of [{ options: { private: true } }, { channelId: channels.group }]) {
      const { work } = await aWork(input);
      world.pass(15 * MINUTE_MS);

      const receipt = await world.studio.send(work, { rung: "edit", phase: success });

      expect(receipt).toEqual({ kind: "dead", reason: "token_expired" });
    }
  });
});

describe("discord: trouble", () => {
  it("hands a rate limit on instead of sitting it out", async () => {
    const { work } = await aWork();
    world.api.faults.rateLimitNext({ retryAfterSeconds: 30 });
    const startedAt = performance.now();

    const receipt = await world.studio.send(work, { rung: "edit", phase: success });

    expect(receipt).toMatchObject({ kind: "busy" });
    expect(receipt.kind === "busy" && receipt.retryAfterMs).toBeGreaterThanOrEqual(30_000);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("calls an outage retryable, without a token in the error", async () => {
    const { work } = await aWork();
    world.api.faults.failNext({ status: 503, count: 2 });

    const sending = world.studio.send(work, { rung: "edit", phase: success });

    await expect(sending).rejects.toMatchObject({ code: "chat_unavailable", retryable: true });
    const error = await sending.catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toContain(work.target.grant?.token);
    expect(await world.studio.send(work, { rung: "edit", phase: success })).toMatchObject({
      kind: "sent",
    });
  });

  it("calls a lost connection retryable", async () => {
    const { work } = await aWork();
    world.api.faults.loseNextAnswer();

    const sending = world.studio.send(work, { rung: "edit", phase: success });

    await expect(sending).rejects.toMatchObject({ code: "chat_unavailable", retryable: true });
  });
});

describe("discord: nasty prompts", () => {
  it.each([
    "@everyone @here look",
    `<@${users.bruno}> <@&${SEED.roles.gardenStaff}> <#${channels.art}>`,
    "[free nitro](https://evil.example) https://evil.example",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "# heading",
    "- list 1. list > quote",
    "<t:1700000000:R> <:smile:123456789012345678> </imagine:123456789012345678>",
    "a\\\\*b* \\",
    "cat \u202Egnp.exe",
  ])("shows %j as it was typed and pings nobody", async (prompt) => {
    const { work, messages } = await aWork({ options: { prompt } });
    for (const phase of [WAITING, success]) {
      await world.studio.send(work, { rung: "edit", phase });
      const [message] = messages();
      expect(message?.pings).toEqual({ everyone: false, userIds: [], roleIds: [] });
    }
    await world.studio.send(work, { rung: "channel", phase: success });
    await until("both are there", () => messages().length === 2);
    for (const { body } of world.api.calls().filter(isMessage)) {
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    }
    for (const message of messages()) {
      expect(message.pings).toEqual({ everyone: false, userIds: [], roleIds: [] });
      const [quote = ""] = message.text.split("\n");
      expect(asRead(quote)).toBe(`> ${prompt.replace("\u202E", "")}`);
      expect(quote.slice(2)).not.toMatch(/(?<!\\)(?:\\\\)*[*_~`|[\]<>@#]/);
      expect(quote).not.toMatch(/https?:\/\//);
    }
  });
});

function isMessage({ body }: PlatformCall): boolean {
  return typeof body === "object" && body !== null && "components" in body;
}

/** What a reader sees: a backslash before a punctuation mark is not shown. */
function asRead(text: string): string {
  return text.replace(/\\([^\p{L}\p{N}\s])/gu, "$1");
}
