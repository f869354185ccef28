import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { createDiscordNoticeSender } from "../../../src/bots/discord/notice-sender.js";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import { PACKS } from "../../../src/core/payments/packs.js";
import type { Notice } from "../../../src/core/ports/notice-sender.js";
import type { SeenMessage } from "../../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { until } from "../../jobs/until.js";
import { createWorld, type World } from "./discord-world.js";

const { users, channels } = SEED;
const ada = { userId: users.ada, channelId: channels.general };
const bruno = { userId: users.bruno, channelId: channels.general };
const LINK_STYLE = 5;
const MINUTE_MS = 60_000;

let world: World;

afterEach(async () => {
  expect(world.api.unknownCalls()).toEqual([]);
  await world.close();
});

async function open(options: Parameters<typeof createWorld>[0] = { packs: PACKS }): Promise<void> {
  world = await createWorld(options);
  await world.startBot();
}

async function run(name: string, options: Record<string, string> = {}): Promise<SeenMessage> {
  const shown = await world.api.runCommand({ ...ada, name, options });
  return shown.waitForMessage(({ isLoading, buttons }) => !isLoading && buttons.length > 0);
}

async function press(message: SeenMessage, label: string): Promise<SeenMessage> {
  const button = message.buttons.find((candidate) => candidate.label === label);
  const pressed = await world.api.pressButton({
    userId: ada.userId,
    messageId: message.id,
    customId: button?.customId ?? "",
  });
  return pressed.waitForMessage(({ id, isLoading }) => id !== message.id && !isLoading);
}

describe("discord: buying", () => {
  it("shows packs and link to the asker alone", async () => {
    await open();

    const packs = await run("buy");
    const paying = await press(packs, "600 credits · $4.99");

    expect(packs).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(packs.buttons.map(({ label }) => label)).toEqual([
      "200 credits · $1.99",
      "600 credits · $4.99",
      "1500 credits · $9.99",
    ]);
    expect(paying).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(paying.buttons).toMatchObject([
      { label: "Pay $4.99", style: LINK_STYLE, url: "https://pay.example/c/cs_1", customId: null },
    ]);
    expect(paying.text).toContain("about 30 minutes, until 12:30 UTC");
    expect(world.api.messages(bruno)).toEqual([]);
  });

  it("writes out a link that is too long for a button", async () => {
    const payUrl = `https://pay.example/c/${"x".repeat(600)}`;
    await open({ packs: PACKS, payUrl });

    const paying = await press(await run("buy"), "200 credits · $1.99");

    expect(paying.buttons).toEqual([]);
    expect(paying.text).toContain(`[Pay $1.99](<${payUrl}>)`);
  });

  it("offers packs where credits run out, to the asker alone", async () => {
    await open();

    const offer = await run("imagine", { prompt: "an expensive fox" });

    expect(offer).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(offer.text).toContain("That costs 5 credits and you have 2.");
    expect(offer.text).toContain("When you have paid, I go on with this request.");
    expect(offer.buttons).toHaveLength(3);
    expect((await press(offer, "200 credits · $1.99")).isEphemeral).toBe(true);
    expect(world.api.messages(bruno)).toEqual([]);
  });

  it("has no buttons that lead nowhere while payments are off", async () => {
    await open({});
    const shown = await world.api.runCommand({ ...ada, name: "buy" });
    const message = await shown.waitForMessage(({ isLoading }) => !isLoading);
    expect(message.text).toBe("Credits can't be bought here right now.");
    expect(message.buttons).toEqual([]);
  });
});

const bought: Notice = {
  kind: "credits_bought",
  credits: parseCredits(600),
  availableCredits: parseCredits(612),
  settledDebtCredits: parseCredits(0),
  continues: true,
};

describe("discord: news about money", () => {
  let shiftMs = 0;
  let interactionId = "";

  async function aTarget(): Promise<ReplyTarget> {
    shiftMs = 0;
    await open();
    const shown = await world.api.runCommand({ ...ada, name: "imagine", options: { prompt: "x" } });
    interactionId = shown.id;
    await until("it is asked for", () => Boolean(world.studio.works[0]?.messageId));
    return world.studio.works[0]!.target;
  }

  function send(target: ReplyTarget, notice: Notice = bought) {
    const clock = { ...systemClock, now: () => new Date(Date.now() + shiftMs) };
    return createDiscordNoticeSender({ rest: world.rest, clock, log: world.log }).send({
      target,
      notice,
    });
  }

  const direct = () =>
    world.api.messages({
      userId: users.ada,
      channelId: world.api.directMessageChannelId(users.ada),
    });

  it("stands beside what was asked, for the buyer alone, while that can be answered", async () => {
    const target = await aTarget();

    expect(await send(target)).toEqual({ kind: "sent" });

    const [, notice] = world.api.messages(ada);
    expect(notice).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(notice?.text).toBe(
      "**600 credits added; you now have 612.** I go on with your request.",
    );
    expect(world.api.messages(bruno)).toHaveLength(1);
  });

  it.each(["by our clock", "by Discord's"])(
    "comes as a direct message once the token is over %s",
    async (whose) => {
      const target = await aTarget();
      if (whose === "by our clock") shiftMs = 15 * MINUTE_MS;
      else world.api.faults.expireToken(interactionId);

      expect(await send(target)).toEqual({ kind: "sent" });

      expect(direct().map(({ text }) => text)).toEqual([expect.stringContaining("600 credits")]);
      expect(world.api.messages(ada)).toHaveLength(1);
    },
  );

  it("gives up when there is no way left, and tells nobody else", async () => {
    const target = await aTarget();
    world.api.faults.closeDirectMessages(users.ada);

    const receipt = await send({ ...target, grant: null });

    expect(receipt).toEqual({ kind: "dead", reason: "discord_50007" });
    expect(world.api.messages(bruno)).toHaveLength(1);
  });

  it("says how long Discord asks to wait", async () => {
    const target = await aTarget();
    world.api.faults.rateLimitNext({ retryAfterSeconds: 30 });
    expect(await send(target)).toMatchObject({ kind: "busy" });
  });

  it("calls an outage retryable", async () => {
    const target = await aTarget();
    world.api.faults.failNext({ status: 503, count: 2 });
    await expect(send(target)).rejects.toMatchObject({ code: "chat_unavailable", retryable: true });
  });

  it.each<[Notice, string]>([
    [
      { ...bought, settledDebtCredits: parseCredits(50), continues: false } as Notice,
      "**600 credits added; you now have 612.** 50 of them settled what was owed.",
    ],
    [
      { kind: "credits_taken_back", credits: parseCredits(200), debtCredits: parseCredits(30) },
      "**200 credits taken back**, because the payment for them was returned. 30 of them had been spent, so your account owes 30 credits. The next credits you buy settle it.",
    ],
    [
      { kind: "payment_failed" },
      "Your payment did not go through, so no credits were added. /buy lets you try again.",
    ],
  ])("says exactly what happened", async (notice, words) => {
    const target = await aTarget();
    await send(target, notice);
    expect(world.api.messages(ada)[1]?.text).toBe(words);
  });
});
