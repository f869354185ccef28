import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { users, channels } = SEED;
const TIMEOUT_MS = 15_000;

describe("paying on the way", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "0" });
  });
  afterAll(async () => {
    expect(service.sandbox.discord.unknownCalls()).toEqual([]);
    expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
    expect(service.sandbox.stripe.unknownPaths()).toEqual([]);
    expect(service.logged.join("")).not.toMatch(/cs_test_\w+#|\/c\/pay\//);
    await service.close();
  });

  /** Pays on the page behind this address, as the person who was given it would. */
  async function pay(url: string | null | undefined): Promise<void> {
    const session = service.sandbox.stripe.sessions().find((candidate) => candidate.url === url);
    if (!session) throw new Error("no payment page has this address");
    expect(await service.sandbox.stripe.pay(session.id)).toMatchObject({ kind: "paid" });
  }

  it("goes from an empty wallet on Discord to the picture that was asked for", async () => {
    const { discord } = service.sandbox;
    const ada = { userId: users.ada, channelId: channels.art };
    const asked = await discord.runCommand({
      ...ada,
      name: "imagine",
      options: { prompt: "a red fox in the snow" },
    });
    const offer = await asked.waitForMessage(({ buttons }) => buttons.length === 3);
    const [small] = offer.buttons;
    const pressed = await discord.pressButton({
      userId: users.ada,
      messageId: offer.id,
      customId: small?.customId ?? "",
    });
    const paying = await pressed.waitForMessage(({ buttons }) =>
      buttons.some(({ url }) => url !== null),
    );

    await pay(paying.buttons[0]?.url);
    const notice = await pressed.waitForMessage(
      ({ text }) => text.includes("200 credits added; you now have 200."),
      TIMEOUT_MS,
    );
    const picture = await pressed.waitForMessage(
      ({ attachments, text }) => attachments.length > 0 && text.includes("a red fox"),
      TIMEOUT_MS,
    );

    expect(offer.text).toContain("That costs 1 credit and you have 0.");
    expect(offer).toMatchObject({ visibleTo: users.ada });
    expect(paying).toMatchObject({ visibleTo: users.ada });
    expect(notice).toMatchObject({ visibleTo: users.ada });
    expect(notice.text).toContain("I go on with your request.");
    expect(picture.text).toContain("199 left");
    const others = discord.messages({ userId: users.bruno, channelId: channels.art });
    expect(others.map(({ text }) => text).join("\n")).not.toMatch(/costs|credits added|\$/);
  });

  it("does the same on Telegram, from a group, without a word about money there", async () => {
    const { telegram } = service.sandbox;
    const { ana, group } = seedIds;
    await telegram.sendText({ userId: ana, chatId: group, text: "/imagine a blue heron" });
    const offer = await telegram.waitForMessage(ana, ({ text }) => hasWords(text, "That costs"));
    const pack = keysOf(offer)[0];
    await telegram.pressButton({
      userId: ana,
      chatId: ana,
      messageId: offer.message_id,
      data: pack?.callback_data ?? "",
    });
    const paying = await telegram.waitForMessage(ana, ({ text }) => hasWords(text, "The link is"));

    await pay(keysOf(paying)[0]?.url);
    await telegram.waitForMessage(
      ana,
      ({ text }) => hasWords(text, "200 credits added; you now have 200. I go on"),
      TIMEOUT_MS,
    );
    const picture = await telegram.waitForMessage(
      group,
      ({ caption }) => hasWords(caption, "a blue heron"),
      TIMEOUT_MS,
    );

    expect(picture.photo).toBeDefined();
    const inGroup = telegram.messages(group).map(({ text }) => text ?? "");
    expect(inGroup.join("\n")).not.toMatch(/costs|credits added|\$/);
  });
});

const hasWords = (text: string | undefined, words: string) => (text ?? "").includes(words);

function keysOf(message: { reply_markup?: unknown }) {
  const markup = message.reply_markup as
    | { inline_keyboard: { text: string; callback_data?: string; url?: string }[][] }
    | undefined;
  return markup?.inline_keyboard.flat() ?? [];
}
