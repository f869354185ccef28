import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { createTelegramNoticeSender } from "../../../src/bots/telegram/notice-sender.js";
import { createTelegramClient } from "../../../src/bots/telegram/telegram-client.js";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import { createStripeApi, type StripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { until } from "../../jobs/until.js";
import { openWorld, type World } from "./telegram-world.js";

const { en } = wordings;

let stripe: StripeApi;
let workshop: Workshop;
let world: World;
let ana: number;
let ben: number;
let chiara: number;
let group: number;

beforeAll(async () => {
  stripe = createStripeApi();
  const { apiUrl } = await stripe.listen();
  workshop = await openWorkshop("pglite", {
    TRIAL_CREDITS: "1",
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_URL: apiUrl,
    TELEGRAM_PAYMENTS: "stripe",
  });
});
afterAll(async () => {
  await workshop.close();
  await stripe.close();
});

beforeEach(async () => {
  world = await openWorld(workshop);
  ({ ana, ben, chiara, group } = world.ids);
  await world.startBot();
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  expect(world.log.lines.join("\n")).not.toMatch(/c\/pay|cs_test/);
  workshop.queued.length = 0;
  await world.close();
});

interface Key {
  text: string;
  callback_data?: string;
  url?: string;
}
interface Shown {
  message_id: number;
  text?: string;
  reply_markup?: unknown;
}

const write = (userId: number, text: string, chatId = userId) =>
  world.control.sendText({ userId, chatId, text });
const hears = (chatId: number, words: string): Promise<Shown> =>
  world.control.waitForMessage(chatId, ({ text }) => (text ?? "").includes(words));
const said = (chatId: number) =>
  world.control.messages(chatId).filter(({ from }) => String(from?.id) === world.botId);
const settled = () => until("all is settled", async () => (await world.listOpen()).length === 0);

function keys({ reply_markup: markup }: Shown): Key[] {
  return (markup as { inline_keyboard: Key[][] } | undefined)?.inline_keyboard.flat() ?? [];
}

function press(userId: number, message: Shown, label: string, chatId = userId) {
  const data = keys(message).find(({ text }) => text === label)?.callback_data ?? "";
  return world.control.pressButton({ userId, chatId, messageId: message.message_id, data });
}

describe("telegram: buying", () => {
  it("shows packs, and for a pressed one the link to its payment page", async () => {
    await write(ana, "/buy");
    const packs = await hears(ana, "More credits");

    const answer = await press(ana, packs, "200 credits · $1.99");
    const paying = await hears(ana, "200 credits for $1.99");

    expect(keys(packs).map(({ text }) => text)).toEqual([
      "200 credits · $1.99",
      "600 credits · $4.99",
      "1500 credits · $9.99",
    ]);
    expect(answer).toMatchObject({ isAnswered: true });
    const [link] = keys(paying);
    expect(link).toMatchObject({ text: "Pay $1.99" });
    expect(stripe.control.sessions().map(({ url }) => url)).toContain(link?.url);
  });

  it("keeps the same page for a second press", async () => {
    await write(ana, "/buy");
    const packs = await hears(ana, "More credits");
    const before = stripe.control.sessions().length;

    await Promise.all([
      press(ana, packs, "600 credits · $4.99"),
      press(ana, packs, "600 credits · $4.99"),
    ]);
    await settled();

    expect(stripe.control.sessions()).toHaveLength(before + 1);
  });

  it("answers /buy of a group in private alone", async () => {
    await write(ana, "/buy", group);
    await hears(ana, "More credits");
    await settled();
    expect(said(group)).toEqual([]);
  });

  it("says so in the chat when the payment page cannot be made", async () => {
    await write(ana, "/buy");
    const packs = await hears(ana, "More credits");
    stripe.control.failNext({ path: "/v1/checkout", times: 10, status: 500 });

    await press(ana, packs, "200 credits · $1.99");

    await hears(ana, "The payment page can't be reached right now. Nothing was charged");
    stripe.control.reset();
  });

  it("asks who has closed the private chat to open it, before there is a page", async () => {
    await write(ben, "/imagine ein Fuchs", group);
    const { message_id: messageId } = await world.control.waitForMessage(group, ({ text }) =>
      (text ?? "").includes("Warteschlange"),
    );
    await world.control.blockBot(chiara);
    const before = stripe.control.sessions().length;

    const data = `buy:small.${"a".repeat(16)}`;
    const stale = { chatId: group, messageId, data, isStale: true };
    const answer = await world.control.pressButton({ userId: chiara, ...stale });

    expect(answer).toMatchObject({ isAnswered: true, showAlert: true });
    expect(answer.text).toContain("press Start");
    expect(stripe.control.sessions()).toHaveLength(before);
  });

  it("gives the page of a pack that somehow stands in a group to the presser alone", async () => {
    await write(ben, "/imagine ein Fuchs", group);
    const shown = await world.control.waitForMessage(group, ({ text }) =>
      (text ?? "").includes("Warteschlange"),
    );
    await world.control.pressButton({
      userId: ana,
      chatId: group,
      messageId: shown.message_id,
      data: `buy:small.${"a".repeat(16)}`,
      isStale: true,
    });
    await hears(ana, "200 credits for $1.99");

    expect(JSON.stringify(said(group))).not.toContain("/c/pay/");
  });
});

describe("telegram: too few credits", () => {
  it("offers packs in place", async () => {
    await write(ana, "/imagine a fox count:4");
    const offer = await hears(ana, "That costs 4 credits and you have 1.");
    expect(offer.text).toContain("When you have paid, I go on with this request.");
    expect(keys(offer)).toHaveLength(3);
  });

  it("offers them after Again too", async () => {
    await write(ana, "/imagine a fox");
    await hears(ana, "Queued");
    await world.finishWork();
    const done = await world.control.waitForMessage(ana, ({ caption }) =>
      (caption ?? "").includes("credit charged"),
    );

    const answer = await press(ana, done, en.buttons.again);
    const offer = await hears(ana, "That costs 1 credit and you have 0.");

    expect(answer).toMatchObject({ isAnswered: true, showAlert: false });
    expect(keys(offer)).toHaveLength(3);
  });

  it("offers them in private when the request came from a group", async () => {
    await write(ana, "/imagine a fox count:4", group);
    expect(keys(await hears(ana, "That costs 4 credits"))).toHaveLength(3);
    await settled();
    expect(said(group)).toEqual([]);
  });

  it("shows no pack in a group to somebody who has closed the private chat", async () => {
    await world.control.blockBot(chiara);
    await write(chiara, "/imagine a fox count:4", group);

    const refusal = await hears(group, "The answer is for you alone");

    expect(keys(refusal)).toEqual([]);
    expect(refusal.text).not.toContain("credits you have");
  });
});

describe("telegram: news about money", () => {
  const bought = {
    kind: "credits_bought",
    credits: parseCredits(600),
    availableCredits: parseCredits(612),
    settledDebtCredits: parseCredits(0),
    continues: false,
  } as const;

  function send(userId: number) {
    const target: ReplyTarget = {
      platform: "telegram",
      botId: world.botId,
      chatId: String(group),
      threadId: null,
      replyTo: "1",
      userId: String(userId),
      language: "en",
      visibility: "everyone",
      isGroup: true,
      isUserInstall: false,
      grant: null,
    };
    const api = createTelegramClient(world.config);
    return createTelegramNoticeSender({ api, log: world.log }).send({ target, notice: bought });
  }

  it("comes in the private chat, never in the group it began in", async () => {
    expect(await send(ana)).toEqual({ kind: "sent" });
    expect(said(ana).map(({ text }) => text)).toEqual([toPlainText(en.payments.bought(bought))]);
    expect(said(group)).toEqual([]);
  });

  it("reaches nobody who has blocked the bot", async () => {
    await world.control.blockBot(chiara);
    expect(await send(chiara)).toEqual({ kind: "dead", reason: "chat_closed" });
    expect(said(group)).toEqual([]);
  });

  it("says how long Telegram asks to wait", async () => {
    world.control.floodNext({ retryAfter: 7, method: "sendMessage" });
    expect(await send(ana)).toEqual({ kind: "busy", retryAfterMs: 7_000 });
  });

  it("calls an outage retryable", async () => {
    world.control.failNext({ method: "sendMessage" });
    await expect(send(ana)).rejects.toMatchObject({ code: "chat_unavailable", retryable: true });
  });
});
