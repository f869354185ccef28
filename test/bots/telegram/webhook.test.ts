import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TelegramBot } from "../../../src/bots/telegram/telegram-bot.js";
import { telegramWebhookRoutes } from "../../../src/web/telegram-webhook.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { pause, until } from "../../jobs/until.js";
import { type ServedParts, serveParts } from "../../web/serve-parts.js";
import { type BotParts, openWorld, type World } from "./telegram-world.js";

const SECRET = "a_secret-of-Telegrams";

let workshop: Workshop;
let world: World;
let served: ServedParts;
let bot: TelegramBot | undefined;
let ana: number;

beforeAll(async () => {
  workshop = await openWorkshop("pglite", { TRIAL_CREDITS: "1000" });
});
afterAll(() => workshop.close());

beforeEach(async () => {
  bot = undefined;
  const receive = async (payload: unknown) => bot?.receive(payload) ?? "unavailable";
  served = await serveParts(telegramWebhookRoutes({ secrets: [SECRET], receive }));
  world = await openWorld(workshop);
  ({ ana } = world.ids);
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  expect(world.log.lines.join("\n")).not.toContain(SECRET);
  workshop.queued.length = 0;
  await world.close();
  await served.close();
});

async function startBot(changes: Partial<BotParts> = {}, secretToken = SECRET) {
  const webhook = { url: `${served.origin}/webhooks/telegram`, secretToken };
  bot = await world.startBot({ duties: { registers: true, hears: "http" }, webhook, ...changes });
  return bot;
}

const write = (text: string) => world.control.sendText({ userId: ana, chatId: ana, text });
const hears = (words: string) =>
  world.control.waitForMessage(ana, ({ text }) => (text ?? "").includes(words));
const said = () =>
  world.control.messages(ana).filter(({ from }) => String(from?.id) === world.botId);
const settled = () => until("all is settled", async () => (await world.listOpen()).length === 0);
const isConfirmed = () => until("it is confirmed", () => world.control.pendingUpdates() === 0);
const timesCalled = (method: string) =>
  world.control.calls().filter((call) => call.method === method).length;

function post(body: string, secret: string = SECRET): Promise<Response> {
  const headers = { "x-telegram-bot-api-secret-token": secret };
  return fetch(`${served.origin}/webhooks/telegram`, { method: "POST", headers, body });
}

describe("telegram: updates by webhook", () => {
  it("tells Telegram where to send them, and only once", async () => {
    await startBot();
    expect(bot?.isReady()).toBe(true);
    await startBot();
    expect(timesCalled("setWebhook")).toBe(1);
    expect(timesCalled("getUpdates")).toBe(0);
    await write("/balance");
    await hears("to spend");
  });

  it("hands over a new secret when Telegram still shows the old one", async () => {
    await startBot({}, "another_secret");
    await write("/balance");
    await until("it was refused", () => world.control.pendingUpdates() === 1);
    await pause(50);

    await startBot();

    await hears("to spend");
    expect(timesCalled("setWebhook")).toBe(2);
  });

  it("keeps trying while Telegram does not take the address", async () => {
    world.control.failNext({ method: "setWebhook" });
    await startBot();
    expect(bot?.isReady()).toBe(false);
    await until("it is set", () => bot?.isReady() === true);
  });

  it("leaves the address to the process that has to enter it", async () => {
    await startBot({ duties: { registers: false, hears: "http" } });
    expect(timesCalled("setWebhook")).toBe(0);
    expect(bot?.isReady()).toBe(false);
    await world.startBot({
      duties: { registers: true, hears: "nothing" },
      webhook: { url: `${served.origin}/webhooks/telegram`, secretToken: SECRET },
    });
    await until("it has seen that", () => bot?.isReady() === true);
  });

  it("writes an update down before Telegram may forget it", async () => {
    const { chatUpdates } = world.pieces.database.stores;
    const pendingWhenSaved: number[] = [];
    await startBot({
      chatUpdates: {
        ...chatUpdates,
        async save(...input) {
          await pause(50);
          pendingWhenSaved.push(world.control.pendingUpdates());
          return chatUpdates.save(...input);
        },
      },
    });
    await write("/imagine a fox");
    await hears("Queued");
    await settled();
    await isConfirmed();
    expect(pendingWhenSaved).toEqual([1]);
  });

  it("has an update sent again that could not be written down, and handles it once", async () => {
    const { chatUpdates } = world.pieces.database.stores;
    let failures = 0;
    await startBot({
      chatUpdates: {
        ...chatUpdates,
        async save(...input) {
          failures += 1;
          // The second time it is written down, and its confirmation is lost.
          if (failures === 2) await chatUpdates.save(...input);
          if (failures <= 2) throw new Error("the database is away");
          return chatUpdates.save(...input);
        },
      },
    });
    await write("/balance");
    await hears("to spend");
    await settled();
    await isConfirmed();
    expect(said()).toHaveLength(1);
  });

  it("handles an update once that comes twice, also at the same moment", async () => {
    await startBot();
    const asked = await write("/balance");
    await hears("to spend");
    await settled();
    const update = JSON.stringify({ update_id: 900_000_001, message: asked });

    const answers = await Promise.all([post(update), post(update), post(update)]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await settled();
    await until("it is answered", () => said().length === 2);
    await pause(100);
    expect(said()).toHaveLength(2);
  });

  it("keeps a chat's order when the first takes longer to write down", async () => {
    const { chatUpdates } = world.pieces.database.stores;
    let saves = 0;
    await startBot({
      chatUpdates: {
        ...chatUpdates,
        async save(...input) {
          saves += 1;
          if (saves === 1) await pause(200);
          return chatUpdates.save(...input);
        },
      },
    });
    await write("/balance");
    await write("/help");
    await until("both are answered", () => said().length === 2);
    expect(said()[0]?.text).toContain("to spend");
  });

  it("takes nothing that is forged or not an update", async () => {
    await startBot();
    expect((await post('{"update_id":1}', "guessed")).status).toBe(401);
    for (const body of ["", "{", "[]", "null", "{}", '{"update_id":"1"}', '{"update_id":1.5}']) {
      expect((await post(body)).status).toBe(400);
    }
    const update = { where: { botId: world.botId } };
    expect(await workshop.database.prisma.chatUpdate.count(update)).toBe(0);
  });

  it("takes no more once it is stopping", async () => {
    const stopping = await startBot();
    await stopping.stop({ withinMs: 1_000 });
    expect((await post('{"update_id":1}')).status).toBe(503);
  });
});
